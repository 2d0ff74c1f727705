import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { SpaceId, UserId } from '#contracts/ids'
import { hashPassword } from '../accounts/password.ts'
import { openSession } from '../accounts/sign-in.ts'
import { foldUsername } from '../accounts/username.ts'
import { app } from '../app.ts'
import { quotaChecks } from '../db/schema/audit.ts'
import { members, spaces } from '../db/schema/spaces.ts'
import { users } from '../db/schema/users.ts'
import { type Deps, makeDeps } from '../deps.ts'
import type { Env } from '../env.ts'
import { newId } from '../ids.ts'
import { countTrips } from './database-trips.ts'
import { withBucketLimits } from './production-limits.ts'

export const origin = 'https://vault.test'

/** Real dependencies on the test's own D1, R2, queue and Durable Objects. Deferred work is awaited by `settled`. */
export function testDeps(overrides: Partial<Deps> = {}): Deps & { settled: () => Promise<void> } {
  const deferred: Promise<unknown>[] = []
  const deps = makeDeps(withBucketLimits(env), { test: true }, (work) => void deferred.push(work))
  return {
    ...deps,
    log: { info() {}, error() {} },
    ...overrides,
    async settled() {
      while (deferred.length > 0) await deferred.shift()
    },
  }
}

type AnswerWatcher = (method: string, path: string, answer: Response) => Promise<void>
let answerWatcher: AnswerWatcher | null = null

/** Hands a copy of every answer to a test that looks at all of them, until it says null. */
export function watchAnswers(watcher: AnswerWatcher | null) {
  answerWatcher = watcher
}

type TripWatcher = (method: string, path: string, trips: number) => void
let tripWatcher: TripWatcher | null = null

/** Tells of every answer how many trips to D1 had to wait for one another, until it says null. */
export function watchDatabaseTrips(watcher: TripWatcher | null) {
  tripWatcher = watcher
}

/** A request through the whole app; resolves when its deferred work is done too. */
export async function request(
  path: string,
  init: RequestInit = {},
  bindings: Env = env,
): Promise<Response> {
  const context = createExecutionContext()
  const url = path.startsWith('https://') ? path : origin + path
  const trips = tripWatcher && countTrips(bindings.DB)
  const limited = withBucketLimits(bindings)
  const used = trips ? { ...limited, DB: trips.database } : limited
  const response = await app.fetch(new Request(url, init), used, context)
  if (trips) tripWatcher?.(init.method ?? 'GET', new URL(url).pathname, trips.serial())
  await waitOnExecutionContext(context)
  if (answerWatcher && response.status !== 101) {
    await answerWatcher(init.method ?? 'GET', new URL(url).pathname, response.clone())
  }
  return response
}

export interface TestUser {
  userId: UserId
  spaceId: SpaceId
  username: string
  password: string
  cookie: string
  /** A request as the web app sends it: with the cookie and the page's origin. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  upload(bytes: Uint8Array | string, name?: string, init?: RequestInit): Promise<Response>
}

/** An address that nobody else in the tests has: limits by address count it alone. */
export function anAddress(): string {
  const group = () => Math.floor(Math.random() * 0x10000).toString(16)
  return `2001:db8:${group()}:${group()}::1`
}

const testPassword = 'a fine long password'
let knownHash: string | null = null

/** All users of a file have one hash: scrypt takes a tenth of a second, and files make hundreds. */
function testPasswordHash(pepper: Uint8Array): string {
  knownHash ??= hashPassword(testPassword, pepper)
  return knownHash
}

let count = 0

/** A user of their own for each test, with a personal space and a session. */
export async function aUser(
  options: { quotaBytes?: number; isAdmin?: boolean } = {},
): Promise<TestUser> {
  const deps = testDeps()
  const now = deps.now()
  const username = `user-${++count}-${crypto.randomUUID().slice(0, 8)}`
  const userId = newId('user', now)
  const spaceId = newId('space', now)
  await deps.db.batch([
    deps.db.insert(users).values({
      id: userId,
      username,
      usernameFolded: foldUsername(username),
      passwordHash: testPasswordHash(deps.config.passwordPepper),
      isAdmin: options.isAdmin ?? false,
      quotaBytes: options.quotaBytes ?? 1_000_000_000,
      createdAt: now,
    }),
    deps.db
      .insert(spaces)
      .values({ id: spaceId, kind: 'personal', name: username, ownerId: userId, createdAt: now }),
    deps.db.insert(members).values({ spaceId, userId, role: 'admin', createdAt: now }),
    deps.db.insert(quotaChecks).values({ userId, checkedAt: 0, driftBytes: 0 }),
  ])
  const client = { kind: 'web', device: 'Vitest', place: null } as const
  const { token } = await openSession(deps, userId, client)
  const cookie = `__Host-session=${token}`
  const fetchAs = (path: string, init: RequestInit = {}) => {
    const headers = new Headers({ Cookie: cookie, Origin: origin })
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value)
    return request(path, { ...init, headers })
  }
  return {
    userId,
    spaceId,
    username,
    password: testPassword,
    cookie,
    fetch: fetchAs,
    async upload(bytes, name = 'picture.jpg', init = {}) {
      const body = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
      return await fetchAs(`/api/files/upload?name=${encodeURIComponent(name)}`, {
        method: 'POST',
        ...init,
        headers: { 'Content-Length': String(body.length), ...init.headers },
        body,
      })
    },
  }
}
