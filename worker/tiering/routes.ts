import { Hono } from 'hono'
import { z } from 'zod'
import { fileIdSchema } from '#contracts/ids'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { endWait, ownWaits, waitForHome } from './home-waits.ts'

const fileParam = validate('param', z.object({ id: fileIdSchema }))

export const fileWaitRoutes = new Hono<AppEnv>()
  .post('/:id/wait', requireUser, fileParam, async (c) => {
    await waitForHome(c.var.deps, c.var.actor, c.req.valid('param').id)
    return c.body(null, 204)
  })
  .delete('/:id/wait', requireUser, fileParam, async (c) => {
    await endWait(c.var.deps, c.var.actor, c.req.valid('param').id)
    return c.body(null, 204)
  })

export const waitRoutes = new Hono<AppEnv>().get('/', requireUser, async (c) =>
  c.json(await ownWaits(c.var.deps, c.var.actor), 200),
)
