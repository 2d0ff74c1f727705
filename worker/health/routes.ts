import { Hono } from 'hono'
import { appVersion } from '#contracts/version'
import type { AppEnv } from '../app-env.ts'
import { readReadiness } from './read-readiness.ts'

/** For whatever watches the vault: nothing here says more than that it works. */
export const healthRoutes = new Hono<AppEnv>()
  .get('/healthz', (c) => c.text('ok', 200, { 'Cache-Control': 'no-store' }))
  .get('/version', (c) => c.json({ name: 'cloudvault' as const, version: appVersion }, 200))
  .get('/readyz', async (c) => {
    const readiness = await readReadiness(c.var.deps)
    c.header('Cache-Control', 'no-store')
    return c.json(readiness, readiness.ready ? 200 : 503)
  })
