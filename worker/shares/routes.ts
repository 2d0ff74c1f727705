import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { shareIdSchema } from '#contracts/ids'
import { changeShareSchema, makeShareSchema, type ShareView } from '#contracts/shares'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { changeShare, makeShare, setRevoked, sharesOf } from './manage-shares.ts'
import { forgetShare } from './share-state.ts'

const shareParam = validate('param', z.object({ shareId: shareIdSchema }))

/** Public links, for those who make them. */
export const shareRoutes = new Hono<AppEnv>()
  .get('/', requireUser, async (c) => {
    return c.json({ items: await sharesOf(c.var.deps, c.var.actor) }, 200)
  })
  .post('/', requireUser, validate('json', makeShareSchema), async (c) => {
    return c.json(await makeShare(c.var.deps, c.var.actor, c.req.valid('json')), 201)
  })
  .patch('/:shareId', requireUser, shareParam, validate('json', changeShareSchema), async (c) => {
    const { shareId } = c.req.valid('param')
    const change = c.req.valid('json')
    return c.json(await told(c, await changeShare(c.var.deps, c.var.actor, shareId, change)), 200)
  })
  .delete('/:shareId', requireUser, shareParam, async (c) => {
    const { shareId } = c.req.valid('param')
    return c.json(await told(c, await setRevoked(c.var.deps, c.var.actor, shareId, true)), 200)
  })
  .post('/:shareId/restore', requireUser, shareParam, async (c) => {
    const { shareId } = c.req.valid('param')
    return c.json(await told(c, await setRevoked(c.var.deps, c.var.actor, shareId, false)), 200)
  })

/** Whoever changed a link sees at once that it is another one; elsewhere it takes a minute at most. */
async function told(c: Context<AppEnv>, share: ShareView): Promise<ShareView> {
  await forgetShare(new URL(c.req.url).origin, share)
  return share
}
