import { Hono } from 'hono'
import { z } from 'zod'
import {
  changeEmailSchema,
  changePasswordSchema,
  registerRequestSchema,
  resetPasswordSchema,
} from '#contracts/accounts'
import { type SessionId, sessionIdSchema } from '#contracts/ids'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { validate } from '../http/validate.ts'
import { byAddress, limit } from '../limits/limit.ts'
import { trashBytesOf } from '../quota/account-usage.ts'
import { protectionRoutes } from '../second-factor/routes.ts'
import { readProtection } from '../second-factor/second-factor.ts'
import type { Actor } from '../spaces/access.ts'
import { changeEmail } from './change-email.ts'
import { changePassword, resetPassword } from './change-password.ts'
import { clientOf } from './client-of.ts'
import { findUserById } from './queries.ts'
import { register } from './register.ts'
import { fromOurPage, requireUser } from './require-user.ts'
import { signedIn } from './routes.ts'
import { clearSessionCookie } from './session-cookie.ts'
import { deleteSession, endSessions, listSessions } from './session-queries.ts'
import { openSession } from './sign-in.ts'

/** Registering through the page: answers as signing in does. */
export const registerRoutes = new Hono<AppEnv>().post(
  '/',
  fromOurPage,
  limit('register', byAddress),
  validate('json', registerRequestSchema),
  async (c) => {
    const user = await register(c, c.req.valid('json'))
    const { token } = await openSession(c.var.deps, user.id, { kind: 'web', ...clientOf(c) })
    return c.json(await signedIn(c, token), 201)
  },
)

export const passwordResetRoutes = new Hono<AppEnv>().post(
  '/',
  fromOurPage,
  limit('register', byAddress),
  validate('json', resetPasswordSchema),
  async (c) => {
    await resetPassword(c.var.deps, c.req.valid('json'))
    return c.body(null, 204)
  },
)

/** What a person does with their own account. */
export const accountRoutes = new Hono<AppEnv>()
  .use(requireUser)
  .route('/', protectionRoutes)
  .get('/', async (c) => {
    const { deps, actor } = c.var
    const user = await findUserById(deps.db, actor.userId)
    if (!user) throw new AppError('not_signed_in', 'Your session has ended. Sign in again.')
    return c.json(
      {
        createdAt: new Date(user.createdAt).toISOString(),
        trashBytes: await trashBytesOf(deps, actor.userId),
        hasTotp: user.totpSecret !== null,
        ...(await readProtection(deps, actor.userId)),
      },
      200,
    )
  })
  .patch('/', validate('json', changeEmailSchema), async (c) => {
    await changeEmail(c.var.deps, c.var.actor, c.req.valid('json').email)
    return c.body(null, 204)
  })
  .post('/password', validate('json', changePasswordSchema), async (c) => {
    await changePassword(c, currentSession(c.var.actor), c.req.valid('json'))
    return c.body(null, 204)
  })
  .get('/sessions', async (c) => {
    const { deps, actor } = c.var
    const rows = await listSessions(deps.db, actor.userId, deps.now())
    const current = currentSession(actor)
    const iso = (ms: number) => new Date(ms).toISOString()
    const items = rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      device: row.device,
      place: row.place,
      createdAt: iso(row.createdAt),
      lastSeenAt: iso(row.lastSeenAt),
      expiresAt: iso(Math.max(row.expiresAt, row.refreshExpiresAt ?? 0)),
      isCurrent: row.id === current,
    }))
    return c.json({ items }, 200)
  })
  .delete(
    '/sessions/:sessionId',
    validate('param', z.object({ sessionId: sessionIdSchema })),
    async (c) => {
      const { deps, actor } = c.var
      const { sessionId } = c.req.valid('param')
      if (!(await deleteSession(deps.db, actor.userId, sessionId))) {
        throw new AppError('not_found', 'There is no such session.')
      }
      deps.audit.record({
        chain: 'vault',
        action: 'session.ended',
        actorId: actor.userId,
        subjectId: sessionId,
      })
      if (sessionId === currentSession(actor)) clearSessionCookie(c)
      return c.body(null, 204)
    },
  )
  .post(
    '/sign-out-everywhere',
    validate('json', z.strictObject({ keepThis: z.boolean() })),
    async (c) => {
      const { deps, actor } = c.var
      const { keepThis } = c.req.valid('json')
      await endSessions(deps.db, actor.userId, keepThis ? currentSession(actor) : null)
      deps.audit.record({
        chain: 'vault',
        action: 'sessions.ended_everywhere',
        actorId: actor.userId,
        subjectId: actor.userId,
      })
      if (!keepThis) clearSessionCookie(c)
      return c.body(null, 204)
    },
  )

function currentSession(actor: Actor): SessionId {
  if (actor.credential.kind === 'session') return actor.credential.sessionId
  throw new AppError('forbidden', 'A key has no session.')
}
