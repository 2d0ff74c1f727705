import { type Context, Hono } from 'hono'
import {
  type ApiLogin,
  type ApiLogout,
  type ApiRegister,
  accessRequestSchema,
  apiLoginSchema,
  apiLogoutSchema,
  apiRegisterSchema,
  refreshRequestSchema,
  type TokenResponse,
} from '#contracts/auth'
import type { UserId } from '#contracts/ids'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { maxJsonBytes, readBytes } from '../http/read-body.ts'
import { validate } from '../http/validate.ts'
import { requestAccess } from '../invites/request-access.ts'
import { byAddress, limit } from '../limits/limit.ts'
import { verifyAccessToken } from './access-token.ts'
import { clientOf } from './client-of.ts'
import { refreshSession } from './refresh-session.ts'
import { readRefreshToken } from './refresh-token.ts'
import { register } from './register.ts'
import { bearerOf } from './require-user.ts'
import { hashToken } from './session-cookie.ts'
import { endSession, endSessionOfToken } from './session-queries.ts'
import { openApiSession, signIn } from './sign-in.ts'

// The ways in that other programs know. They answer tokens and set no cookie, so they need no origin
// check: a foreign page gets nothing by them that its user has not typed.

const registering = limit('register', byAddress)
const askingForAccess = limit('access-request', byAddress)

export const apiAuthRoutes = new Hono<AppEnv>()
  .post('/login', validate('json', apiLoginSchema), async (c) =>
    c.json(await logIn(c, c.req.valid('json')), 200),
  )
  .post('/signup', registering, validate('json', apiRegisterSchema), async (c) =>
    c.json(await signUp(c, c.req.valid('json')), 201),
  )
  .post('/register', registering, validate('json', apiRegisterSchema), async (c) =>
    c.json(await signUp(c, c.req.valid('json')), 201),
  )
  .post(
    '/refresh',
    limit('refresh', byAddress),
    validate('json', refreshRequestSchema),
    async (c) => c.json(await refreshSession(c.var.deps, c.req.valid('json').refresh_token), 200),
  )
  .post('/logout', async (c) => {
    await logOut(c, await logoutBody(c))
    return c.body(null, 204)
  })
  .post('/request-access', askingForAccess, validate('json', accessRequestSchema), async (c) => {
    await requestAccess(c.var.deps, c.req.valid('json'))
    return c.json({ status: 'received' as const }, 202)
  })

/** The same by the oldest paths. At these paths GET is the page, and the page is an asset. */
export const rootAuthRoutes = new Hono<AppEnv>()
  .get('/login', showPage)
  .get('/register', showPage)
  .get('/request-access', showPage)
  .post('/login', validate('json', apiLoginSchema), async (c) =>
    c.json(await logIn(c, c.req.valid('json')), 200),
  )
  .post('/register', registering, validate('json', apiRegisterSchema), async (c) =>
    c.json(await signUp(c, c.req.valid('json')), 201),
  )
  .post('/logout', async (c) => {
    await logOut(c, await logoutBody(c))
    return c.json({ status: 'logged out' as const }, 200)
  })
  .post('/request-access', askingForAccess, validate('json', accessRequestSchema), async (c) => {
    await requestAccess(c.var.deps, c.req.valid('json'))
    return c.json({ status: 'received' as const }, 202)
  })

async function logIn(c: Context<AppEnv>, login: ApiLogin): Promise<TokenResponse> {
  const { username, email, password, second_factor: secondFactor } = login
  const name = username ?? email ?? ''
  const user = await signIn(c, {
    username: name,
    password,
    ...(secondFactor === undefined ? {} : { secondFactor }),
  })
  return await tokensFor(c, user)
}

async function signUp(c: Context<AppEnv>, body: ApiRegister): Promise<TokenResponse> {
  const { invite_code: inviteCode, ...registration } = body
  return await tokensFor(c, await register(c, { ...registration, inviteCode }))
}

async function tokensFor(
  c: Context<AppEnv>,
  user: { id: UserId; username: string },
): Promise<TokenResponse> {
  const opened = await openApiSession(c.var.deps, user.id, clientOf(c))
  return {
    access_token: opened.accessToken,
    refresh_token: opened.refreshToken,
    token_type: 'Bearer',
    expires_in: opened.expiresInSeconds,
    token: opened.token,
    user_id: user.id,
    username: user.username,
  }
}

/** The body may be missing: then the Authorization header says what is to end. */
async function logoutBody(c: Context<AppEnv>): Promise<ApiLogout> {
  const bytes = await readBytes(c.req.raw, maxJsonBytes)
  const text = new TextDecoder().decode(bytes)
  if (text === '') return {}
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new AppError('validation_failed', 'The body is not JSON.', { cause })
  }
  const parsed = apiLogoutSchema.safeParse(json)
  if (!parsed.success) throw new AppError('validation_failed', 'Say {"token": …} and nothing else.')
  return parsed.data
}

/** Ends the session behind any of its tokens: all of them end with it. */
async function logOut(c: Context<AppEnv>, body: ApiLogout): Promise<void> {
  const { deps } = c.var
  const token = body.token ?? body.refresh_token ?? bearerOf(c)
  if (token === undefined) {
    throw new AppError('not_signed_in', 'Say in the body or the header which token is to end.')
  }
  const ended = await endSessionBehind(c, token)
  if (!ended) throw new AppError('not_signed_in', 'This session has ended already.')
  deps.audit.record({
    chain: 'vault',
    action: 'session.ended',
    actorId: ended.userId,
    subjectId: ended.id,
  })
}

async function endSessionBehind(c: Context<AppEnv>, token: string) {
  const { db, config, now } = c.var.deps
  if (token.startsWith('rft_')) {
    const refresh = readRefreshToken(config, token)
    return refresh ? await endSession(db, refresh.sessionId) : undefined
  }
  if (token.split('.').length === 3) {
    const claims = await verifyAccessToken(config, token, now())
    return claims ? await endSession(db, claims.sessionId) : undefined
  }
  return await endSessionOfToken(db, hashToken(token))
}

async function showPage(c: Context<AppEnv>): Promise<Response> {
  return await c.var.deps.assets.fetch(c.req.raw)
}
