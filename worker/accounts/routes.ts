import { type Context, Hono } from 'hono'
import { loginRequestSchema, type Me, setupRequestSchema } from '#contracts/accounts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { validate } from '../http/validate.ts'
import { type Actor, actorOf } from '../spaces/access.ts'
import { makeFirstAdmin } from './make-first-admin.ts'
import { deleteSession, findSession, hasAdmin } from './queries.ts'
import { fromOurPage, requireUser } from './require-user.ts'
import { clearSessionCookie, hashToken, setSessionCookie } from './session-cookie.ts'
import { openSession, signIn } from './sign-in.ts'

export const setupRoutes = new Hono<AppEnv>()
  .get('/', async (c) => c.json({ needed: !(await hasAdmin(c.var.deps.db)) }, 200))
  .post('/', fromOurPage, validate('json', setupRequestSchema), async (c) => {
    const userId = await makeFirstAdmin(c.var.deps, c.req.valid('json'))
    return c.json(await signedIn(c, await openSession(c.var.deps, userId)), 201)
  })

export const sessionRoutes = new Hono<AppEnv>()
  .post('/', fromOurPage, validate('json', loginRequestSchema), async (c) => {
    const { token } = await signIn(c.var.deps, c.req.valid('json'))
    return c.json(await signedIn(c, token), 200)
  })
  .delete('/', requireUser, async (c) => {
    await deleteSession(c.var.deps.db, c.var.actor.sessionId)
    clearSessionCookie(c)
    return c.body(null, 204)
  })

export const meRoutes = new Hono<AppEnv>().get('/', requireUser, (c) =>
  c.json(toMe(c.var.actor, c.var.deps.config.uploadBodyMaxBytes), 200),
)

async function signedIn(c: Context<AppEnv>, token: string): Promise<Me> {
  const { db, now, config } = c.var.deps
  const actor = actorOf(await findSession(db, hashToken(token), now()))
  if (!actor) throw new AppError('try_again', 'Signing in did not finish. Try again.')
  setSessionCookie(c, token)
  return toMe(actor, config.uploadBodyMaxBytes)
}

function toMe(actor: Actor, uploadBodyMaxBytes: number): Me {
  const { userId, username, isAdmin, personalSpaceId, storage } = actor
  return { userId, username, isAdmin, personalSpaceId, ...storage, uploadBodyMaxBytes }
}
