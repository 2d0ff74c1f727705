import { Hono } from 'hono'
import { diskReportSchema, enrolRequestSchema } from '#contracts/home-node'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { maxJsonBytes, readBytes } from '../http/read-body.ts'
import { joinHomeNode } from './join.ts'
import { saveDisks } from './queries.ts'
import { parseSignedJson } from './signed-json.ts'
import { isSignedBy, readLinkSignature } from './signed-request.ts'

/** Joining: signed with the very key that it brings, so a key cannot be joined by who does not hold it. */
export const homeEnrolRoutes = new Hono<AppEnv>().post('/enrol', async (c) => {
  const body = await readBytes(c.req.raw, maxJsonBytes)
  const request = parseSignedJson(body, enrolRequestSchema)
  const signature = readLinkSignature(c.req.raw.headers)
  const signed = { method: 'POST', url: c.req.url, body, nowMs: c.var.deps.now() }
  if (!signature || !(await isSignedBy(request.publicKey, signature, signed))) {
    throw new AppError('not_signed_in', 'This request is not signed by the key that it brings.')
  }
  return c.json(await joinHomeNode(c.var.deps, request, signature), 201)
})

export const homeNodeRoutes = new Hono<AppEnv>()
  .put('/disks', async (c) => {
    const report = parseSignedJson(c.var.signedBody, diskReportSchema)
    return c.json(await saveDisks(c.var.deps.db, c.var.homeNodeId, report, c.var.deps.now()), 200)
  })
  .get('/wake', async (c) => {
    if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') {
      throw new AppError('validation_failed', 'This address takes WebSocket connections only.')
    }
    const upgrade = new Request(c.req.raw)
    upgrade.headers.set('X-Home-Node-Id', c.var.homeNodeId)
    return await c.var.deps.homeLink.fetch(upgrade)
  })
