import { type Context, Hono } from 'hono'
import { loginRequestSchema, type Me, setupRequestSchema } from '#contracts/accounts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { validate } from '../http/validate.ts'
import { type Actor, actorOf } from '../spaces/access.ts'
import { clientOf } from './client-of.ts'
import { makeFirstAdmin } from './make-first-admin.ts'
import { hasAdmin } from './queries.ts'
import { fromOurPage, requireUser } from './require-user.ts'
import { clearSessionCookie, hashToken, setSessionCookie } from './session-cookie.ts'
import { deleteSession, findSession } from './session-queries.ts'
import { openSession, signIn } from './sign-in.ts'

export const setupRoutes = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { db, config } = c.var.deps
    return c.json({ needed: !(await hasAdmin(db)), registrationOpen: config.registrationOpen }, 200)
  })
  .post('/', fromOurPage, validate('json', setupRequestSchema), async (c) => {
    const userId = await makeFirstAdmin(c.var.deps, c.req.valid('json'))
    const { token } = await openSession(c.var.deps, userId, { kind: 'web', ...clientOf(c) })
    return c.json(await signedIn(c, token), 201)
  })

export const sessionRoutes = new Hono<AppEnv>()
  .post('/', fromOurPage, validate('json', loginRequestSchema), async (c) => {
    const user = await signIn(c, c.req.valid('json'))
    const { token } = await openSession(c.var.deps, user.id, { kind: 'web', ...clientOf(c) })
    return c.json(await signedIn(c, token), 200)
  })
  .delete('/', requireUser, async (c) => {
    const { credential, userId } = c.var.actor
    if (credential.kind === 'session') {
      await deleteSession(c.var.deps.db, userId, credential.sessionId)
    }
    clearSessionCookie(c)
    return c.body(null, 204)
  })

export const meRoutes = new Hono<AppEnv>().get('/', requireUser, (c) =>
  c.json(toMe(c.var.actor, c.var.deps.config.uploadBodyMaxBytes), 200),
)

/** Gives the page its cookie and says who that is. */
export async function signedIn(c: Context<AppEnv>, token: string): Promise<Me> {
  const { db, now, config } = c.var.deps
  const rows = await findSession(db, hashToken(token), now())
  const [first] = rows
  const actor =
    first &&
    actorOf(rows, { kind: 'session', sessionId: first.sessionId, sessionKind: first.sessionKind })
  if (!actor) throw new AppError('try_again', 'Signing in did not finish. Try again.')
  setSessionCookie(c, token)
  return toMe(actor, config.uploadBodyMaxBytes)
}

function toMe(actor: Actor, uploadBodyMaxBytes: number): Me {
  const { userId, username, email, isAdmin, homeSpaceId, storage } = actor
  const spaces = [...actor.memberships.values()]
    .map(({ spaceId, kind, name, role, ownerId }) => {
      return { id: spaceId, kind, name, role, isOwner: ownerId === userId }
    })
    .sort((a, b) => {
      const homeFirst = Number(b.id === homeSpaceId) - Number(a.id === homeSpaceId)
      return homeFirst || a.name.localeCompare(b.name)
    })
  const personalSpaceId = homeSpaceId
  return {
    userId,
    username,
    email,
    isAdmin,
    personalSpaceId,
    spaces,
    ...storage,
    uploadBodyMaxBytes,
  }
}
