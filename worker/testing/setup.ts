import { applyD1Migrations, type D1Migration } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll } from 'vitest'
import type { Env } from '../env.ts'
import { holdProductionLimits, holdsProductionLimits } from './production-limits.ts'

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
  // A file of a Worker that had another one before finds its database as that left it.
  if (holdsProductionLimits(env)) return
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
  holdProductionLimits(env)
})
