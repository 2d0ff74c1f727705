import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { readinessSchema } from '#contracts/health'
import packageJson from '../../package.json' with { type: 'json' }
import { request } from '../testing/harness.ts'
import { aHomeNode } from '../testing/home-node.ts'

it('the vault says that it lives without asking anything', async () => {
  const broken = { ...env, DB: brokenDatabase() }
  const response = await request('/healthz', {}, broken)
  expect([response.status, await response.text()]).toEqual([200, 'ok'])
})

it('the vault is ready while its home node is away, and says so', async () => {
  await aHomeNode()
  const response = await request('/readyz')
  expect(response.status).toBe(200)
  expect(readinessSchema.parse(await response.json())).toEqual({
    ready: true,
    parts: { database: 'ok', bucket: 'ok', homeNode: 'away' },
  })
})

it('the vault is not ready when its database fails', async () => {
  const response = await request('/readyz', {}, { ...env, DB: brokenDatabase() })
  expect(response.status).toBe(503)
  const { ready, parts } = readinessSchema.parse(await response.json())
  expect([ready, parts.database, parts.bucket]).toEqual([false, 'failed', 'ok'])
})

it('the version is that of the package', async () => {
  const response = await request('/version')
  expect(await response.json()).toEqual({ name: 'cloudvault', version: packageJson.version })
})

/** Refuses every statement, as D1 does while it is reset. */
function brokenDatabase(): D1Database {
  return new Proxy(env.DB, {
    get: () => () => {
      throw new Error('D1_ERROR: internal error')
    },
  })
}
