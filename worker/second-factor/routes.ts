import { Hono } from 'hono'
import { z } from 'zod'
import { passkeyIdSchema } from '#contracts/ids'
import {
  addPasskeySchema,
  confirmPasswordSchema,
  confirmTotpSchema,
  passkeySignInSchema,
} from '#contracts/second-factor'
import { clientOf } from '../accounts/client-of.ts'
import { confirmPassword } from '../accounts/confirm-password.ts'
import { fromOurPage } from '../accounts/require-user.ts'
import { signedIn } from '../accounts/routes.ts'
import { openSession } from '../accounts/sign-in.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { byAddress, limit } from '../limits/limit.ts'
import {
  addPasskey,
  offerPasskey,
  offerPasskeySignIn,
  passkeysOf,
  removePasskey,
  signInWithPasskey,
} from './passkeys.ts'
import { confirmTotp, dropTotp, offerTotp, renewRecoveryCodes } from './second-factor.ts'

const withPassword = validate('json', confirmPasswordSchema)

/** How a person protects their own account: part of the routes below `/api/account`, behind `requireUser`. */
export const protectionRoutes = new Hono<AppEnv>()
  .post('/totp', withPassword, async (c) => {
    const user = await confirmPassword(c, c.req.valid('json').password)
    return c.json(offerTotp(c.var.deps, user), 200)
  })
  .post('/totp/confirm', validate('json', confirmTotpSchema), async (c) => {
    const { deps, actor } = c.var
    return c.json(await confirmTotp(deps, actor.userId, c.req.valid('json')), 201)
  })
  .delete('/totp', withPassword, async (c) => {
    const user = await confirmPassword(c, c.req.valid('json').password)
    await dropTotp(c.var.deps, user.id)
    return c.body(null, 204)
  })
  .post('/recovery-codes', withPassword, async (c) => {
    const user = await confirmPassword(c, c.req.valid('json').password)
    return c.json(await renewRecoveryCodes(c.var.deps, user), 201)
  })
  .get('/passkeys', async (c) => {
    const { deps, actor } = c.var
    return c.json({ items: await passkeysOf(deps, actor.userId) }, 200)
  })
  .post('/passkeys/options', withPassword, async (c) => {
    const user = await confirmPassword(c, c.req.valid('json').password)
    return c.json({ options: await offerPasskey(c.var.deps, user, c.req.url) }, 200)
  })
  .post('/passkeys', validate('json', addPasskeySchema), async (c) => {
    const { deps, actor } = c.var
    return c.json(await addPasskey(deps, actor.userId, c.req.valid('json'), c.req.url), 201)
  })
  .delete(
    '/passkeys/:passkeyId',
    validate('param', z.object({ passkeyId: passkeyIdSchema })),
    withPassword,
    async (c) => {
      const user = await confirmPassword(c, c.req.valid('json').password)
      await removePasskey(c.var.deps, user.id, c.req.valid('param').passkeyId)
      return c.body(null, 204)
    },
  )

/** Signing in with a passkey, below `/api/session/passkey`: it takes the place of password and code. */
export const passkeySignInRoutes = new Hono<AppEnv>()
  .use(fromOurPage, limit('login-address', byAddress))
  .post('/options', async (c) =>
    c.json({ options: await offerPasskeySignIn(c.var.deps, c.req.url) }, 200),
  )
  .post('/', validate('json', passkeySignInSchema), async (c) => {
    const user = await signInWithPasskey(c.var.deps, c.req.valid('json'), c.req.url)
    const { token } = await openSession(c.var.deps, user.id, { kind: 'web', ...clientOf(c) })
    return c.json(await signedIn(c, token), 200)
  })
