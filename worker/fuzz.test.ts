import { expect, it } from 'vitest'
import { z } from 'zod'
import { apiKeyScopes } from '#contracts/api-keys'
import { uploadOutcomeSchema } from '#contracts/files'
import { anAddress, aUser, origin, request, type TestUser } from './testing/harness.ts'
import { aHomeNode, type TestHomeNode } from './testing/home-node.ts'
import { naughtyTexts, pathWithIds } from './testing/naughty.ts'
import { jpegLike } from './testing/pictures.ts'
import { type ProtectedRoute, protectedRoutes } from './testing/protected-route.ts'
import { oneOf, type Random, seeded } from './testing/seeded.ts'

const seed = 20_261_121
const rounds = 12

const numbers = [0, -0, 1, -1, 1.5, 99, 1e9, 1e15, 2 ** 53, -(2 ** 63), 1e308, 5e-324]

/** Names of fields that some route knows, and some that none should. */
const names = [
  ...['username', 'email', 'password', 'newPassword', 'token', 'refresh_token', 'inviteCode'],
  ...['invite_code', 'secondFactor', 'second_factor', 'code', 'message', 'name', 'kind', 'role'],
  ...['scopes', 'expiresInDays', 'quotaBytes', 'quota_bytes', 'isAdmin', 'isDisabled', 'note'],
  ...['maxUses', 'users', 'disks', 'copies', 'ids', 'max', 'retryable', 'publicKey', 'id', 'state'],
  ...['spaceId', 'ownerId', 'userId', 'challenge', 'response', 'credential', 'space', 'parentId'],
  ...['url', 'events', 'description', 'paused', 'since'],
  ...['__proto__', 'constructor', 'toJSON', '', '\u0000'],
]
const queryNames = [
  ...['limit', 'cursor', 'ids', 'space', 'trashed', 'search', 'state', 'all', 'name', 'sha256'],
  ...['since', 'until', 'chain', 'action', 'actorId', 'after', 'sort', 'page', 'q', 'folder'],
  '__proto__',
]

const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
const login = { username: 'ada', password: 'a fine long password' }
const disk = { id: `dsk_${id}`, name: 'Left', state: 'ok', totalBytes: 9, freeBytes: 9 }
const copy = { originalId: `org_${id}`, sha256: '0'.repeat(64), diskId: disk.id, verifiedAtMs: 1 }
const ask = { email: 'ada@example.org', username: 'ada', message: 'Please.' }
const newPassword = 'another fine password'

/** What routes take, where their row in the table of routes does not say. */
const takenBodies: Record<string, object> = {
  ...{ 'POST /login': login, 'POST /api/auth/login': login, 'POST /api/session': login },
  'POST /register': { ...login, invite_code: 'AAAA' },
  'POST /api/auth/register': { ...login, invite_code: 'AAAA' },
  'POST /api/auth/signup': { ...login, email: ask.email, invite_code: 'AAAA' },
  'POST /api/register': { ...login, inviteCode: 'AAAA' },
  ...{ 'POST /request-access': ask, 'POST /api/auth/request-access': ask },
  'POST /api/auth/refresh': { refresh_token: `rft_ses_${id}_0_${'A'.repeat(43)}` },
  ...{ 'POST /logout': { token: 'a' }, 'POST /api/auth/logout': { refresh_token: 'a' } },
  'POST /api/password-reset': { token: 'A'.repeat(43), password: newPassword },
  'PATCH /api/account': { email: null },
  'POST /api/account/password': { password: login.password, newPassword },
  'POST /api/account/sign-out-everywhere': { keepThis: true },
  'POST /api/account/totp': { password: login.password },
  'POST /api/account/totp/confirm': { setup: 'a.b.c', code: '123456' },
  'DELETE /api/account/totp': { password: login.password },
  'POST /api/account/recovery-codes': { password: login.password },
  'POST /api/setup': { ...login, token: 'A'.repeat(43) },
  'POST /api/spaces': { name: 'Ours', kind: 'shared' },
  'PATCH /api/admin/users/:id': { isDisabled: false, isAdmin: false },
  'POST /api/admin/invite-codes': { note: 'x', email: null, maxUses: 1, expiresInDays: 1 },
  'POST /api/home/enrol': {
    ...{ code: 'A'.repeat(43), homeNodeId: `hno_${id}`, name: 'Home' },
    publicKey: 'A'.repeat(43),
  },
  'PUT /api/home/disks': { disks: [disk] },
  'POST /api/home/originals/batch': { ids: [copy.originalId] },
  'POST /api/home/copies': { copies: [copy] },
  'POST /api/home/writings': { fileIds: [`fil_${id}`] },
  'POST /api/home/jobs/lease': { max: 1 },
  'POST /api/home/jobs/:id/failed': { note: 'It broke.', retryable: false },
}

function aValue(random: Random, depth = 0): unknown {
  const kind = random()
  if (kind < 0.45) return oneOf(random, naughtyTexts)
  if (kind < 0.6) return oneOf(random, numbers)
  if (kind < 0.7) return oneOf(random, [null, true, false])
  if (depth > 3) return oneOf(random, apiKeyScopes)
  const length = Math.floor(random() * 5)
  if (kind < 0.8) return Array.from({ length }, () => aValue(random, depth + 1))
  return anObject(random, depth + 1)
}

function anObject(random: Random, depth: number): Record<string, unknown> {
  const count = Math.floor(random() * 6)
  const entries = Array.from({ length: count }, () => [oneOf(random, names), aValue(random, depth)])
  return Object.fromEntries(entries)
}

/** A body that the route takes but for one thing, any other JSON, or what only looks like some. */
function aBody(random: Random, { method, path, json: taken }: ProtectedRoute): string {
  const kind = random()
  const whole = { ...(taken ?? takenBodies[`${method} ${path}`]) }
  if (kind < 0.15) return JSON.stringify(whole)
  const name = oneOf(random, random() < 0.2 ? names : [...Object.keys(whole), 'name'])
  const json = JSON.stringify(kind < 0.75 ? { ...whole, [name]: aValue(random) } : aValue(random))
  if (kind < 0.85) return json
  if (kind < 0.9) return json.slice(0, Math.floor(json.length * random()))
  if (kind < 0.95) return `${'{"a":['.repeat(10_000)}${json}${']}'.repeat(10_000)}`
  return `{"name":1,"name":${json},"__proto__":{"isAdmin":true}}`
}

function aQuery(random: Random): string {
  const count = Math.floor(random() * 4)
  const text = () => oneOf(random, naughtyTexts).slice(0, 2_000).toWellFormed()
  const pairs = Array.from({ length: count }, () => [oneOf(random, queryNames), text()])
  return count === 0 ? '' : `?${new URLSearchParams(pairs)}`
}

interface Callers {
  user: TestUser
  node: TestHomeNode
  ids: Record<string, string>
}

async function someCallers(): Promise<Callers> {
  const [user, other, node] = [await aUser({ isAdmin: true }), await aUser(), await aHomeNode()]
  const uploaded = await user.upload(jpegLike(crypto.randomUUID()))
  const file = uploadOutcomeSchema.parse(await uploaded.json()).file.id
  return { user, node, ids: { file, space: user.spaceId, user: other.userId } }
}

/** Whether their session and their file are still there: some routes end them. */
async function areWhole({ user, ids }: Callers): Promise<boolean> {
  return (
    (await user.fetch(`/api/files/${ids.file}`)).ok && (await user.fetch('/api/admin/users')).ok
  )
}

async function send(route: ProtectedRoute, callers: Callers, random: Random): Promise<Response> {
  const ids = random() < 0.8 ? callers.ids : {}
  const target = pathWithIds(route.path, ids) + aQuery(random)
  const body = route.method === 'GET' ? undefined : aBody(random, route)
  const headers =
    route.caller === 'home node'
      ? await callers.node.headers(route.method, target, body)
      : new Headers({ Cookie: callers.user.cookie, Origin: origin })
  headers.set('CF-Connecting-IP', anAddress())
  if (body !== undefined) headers.set('Content-Type', 'application/json')
  if (route.path === '/api/files/upload') headers.set('Content-Length', String(body?.length))
  const init = { method: route.method, headers, ...(body !== undefined && { body }) }
  return await request(target, init)
}

/** There is no home node here, and an answer that needs one says so. */
function isOfHome(status: number, text: string): boolean {
  const { code } = z.looseObject({ code: z.string().optional() }).catch({}).parse(jsonOf(text))
  return (
    (status === 503 && code === 'home_node_offline') ||
    (status === 501 && code === 'capability_missing')
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

it(`nothing that is sent to any route is answered 5xx, nor with anything of somebody else (seed ${seed})`, async () => {
  const random = seeded(seed)
  const stranger = await aUser()
  const uploaded = await stranger.upload(jpegLike('of somebody else'))
  const foreign = [stranger.spaceId, uploadOutcomeSchema.parse(await uploaded.json()).file.id]
  const wrong: string[] = []
  let sent = 0
  let callers = await someCallers()
  for (const route of protectedRoutes) {
    if (!(await areWhole(callers))) callers = await someCallers()
    for (let round = 0; round < rounds; round++) {
      const response = await send(route, callers, random)
      const text =
        response.status === 101 ? '' : Buffer.from(await response.arrayBuffer()).toString()
      sent++
      // Admins count and home nodes mirror what is everybody's; people never see it.
      const isPerson = route.caller === 'user' || route.caller === 'member'
      const leaks = isPerson && foreign.some((id) => text.includes(id))
      if ((response.status >= 500 && !isOfHome(response.status, text)) || leaks) {
        wrong.push(
          `${route.method} ${route.path}, request ${sent}: ${response.status} ${text.slice(0, 500)}`,
        )
      }
    }
  }
  expect(wrong).toEqual([])
  expect(sent).toBe(protectedRoutes.length * rounds)
}, 180_000)
