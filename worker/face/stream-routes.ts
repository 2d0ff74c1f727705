import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { faceStreamProtocol } from '#contracts/face-stream'
import { bearerOf, requireSameOrigin, requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { requireLimit } from '../limits/limit.ts'
import { idSubject } from '../limits/subjects.ts'
import {
  callerIdOf,
  enterByKey,
  noSuchOrganization,
  organizationOf,
  requireFaceRole,
} from './find-organization.ts'
import { requireSameAuth } from './organization-keys.ts'
import type { StreamCaller } from './stream-attachment.ts'

const querySchema = z.object({
  token: z.string().max(200).optional(),
  organization: z.string().max(80).optional(),
  user: z.string().max(254).optional(),
  api_key_name: z.string().max(80).optional(),
})
type Query = z.infer<typeof querySchema>

/**
 * `GET /ws/recognize` (S1): a key by subprotocol, header or, where it is switched on, address; a page
 * by its session; everybody else says who they are in the first message.
 */
export const faceStreamRoutes = new Hono<AppEnv>().get('/recognize', async (c) => {
  if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') {
    throw new AppError('validation_failed', 'This address takes WebSocket connections only.')
  }
  const query = querySchema.safeParse(c.req.query()).data
  if (!query) throw new AppError('validation_failed', 'The address names something too long.')
  if (query.token !== undefined && !c.var.deps.config.wsQueryToken) {
    const detail = `Send the key as a subprotocol beside ${faceStreamProtocol}, or in the first message, not in the address.`
    throw new AppError('validation_failed', detail)
  }
  const offered = (c.req.header('Sec-WebSocket-Protocol') ?? '')
    .split(',')
    .map((text) => text.trim())
  requireKnownOrigin(c)
  const key = offered.find((text) => text.startsWith('vlt_')) ?? keyOf(c) ?? query.token
  const caller = key === undefined ? await pageOf(c, query) : await keyCaller(c, key, query)
  const upgrade = new Request(c.req.raw)
  for (const name of ['X-Face-Caller', 'X-Organization', 'X-Protocol']) upgrade.headers.delete(name)
  for (const name of ['Authorization', 'X-API-Key', 'Cookie', 'Sec-WebSocket-Protocol']) {
    upgrade.headers.delete(name)
  }
  if (caller) upgrade.headers.set('X-Face-Caller', JSON.stringify(caller))
  if (query.organization !== undefined) upgrade.headers.set('X-Organization', query.organization)
  const protocol = offered.includes(faceStreamProtocol) ? faceStreamProtocol : offered[0]
  if (protocol !== undefined && protocol !== '') upgrade.headers.set('X-Protocol', protocol)
  const inner = new Request(new URL('/ws/recognize', c.req.url), upgrade)
  return await c.var.deps.faceStream().fetch(inner)
})

function keyOf(c: Context<AppEnv>): string | undefined {
  const key = c.req.header('X-API-Key') ?? bearerOf(c)
  return key?.startsWith('vlt_') ? key : undefined
}

/** A page may come from our origin, or from one that may call the API; programs name none. */
function requireKnownOrigin(c: Context<AppEnv>) {
  const from = c.req.header('Origin')
  if (from === undefined || c.var.deps.config.corsOrigins.has(from)) return
  if (from !== new URL(c.req.url).origin) {
    throw new AppError('bad_origin', 'Pages of this origin may not connect here.')
  }
}

async function keyCaller(c: Context<AppEnv>, key: string, query: Query): Promise<StreamCaller> {
  const { actor, organization, named } = await enterByKey(c.var.deps, key, query.organization)
  if (!organization || !actor.memberships.has(organization.spaceId)) throw noSuchOrganization()
  requireFaceRole(actor, organization, 'viewer')
  const { user, api_key_name } = query
  if (user !== undefined && api_key_name !== undefined)
    requireSameAuth(actor, { user, api_key_name })
  await requireLimit(c, 'face-api', idSubject(callerIdOf(actor)))
  const { handle, keyHash } = named
  return { spaceId: organization.spaceId, who: { kind: 'key', handle, keyHash } }
}

/** Whoever is signed in on our own page; null for those who have yet to say who they are. */
async function pageOf(c: Context<AppEnv>, query: Query): Promise<StreamCaller | null> {
  if (c.req.header('Cookie') === undefined || query.organization === undefined) return null
  requireSameOrigin(c)
  await requireUser(c, async () => {})
  const { deps, actor } = c.var
  const organization = await organizationOf(deps, query.organization)
  if (!organization || !actor.memberships.has(organization.spaceId)) throw noSuchOrganization()
  const { spaceId, keyGeneration } = organization
  return { spaceId, who: { kind: 'session', userId: actor.userId, keyGeneration } }
}
