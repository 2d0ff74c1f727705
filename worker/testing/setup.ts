import { applyD1Migrations, type D1Migration } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll } from 'vitest'
import type { Env } from '../env.ts'
import { holdProductionLimits } from './production-limits.ts'

declare global {
  namespace Cloudflare {
    // What wrangler.toml binds is what tests get, plus the migrations to apply.
    interface Env extends TestEnv {}
  }
}

interface TestEnv extends Env {
  TEST_MIGRATIONS: D1Migration[]
  EMULATED_IMAGES: ImagesBinding
}

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
  holdProductionLimits(env)
})
