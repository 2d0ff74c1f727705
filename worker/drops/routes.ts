import { Hono } from 'hono'
import { z } from 'zod'
import { changeDropSchema, makeDropSchema } from '#contracts/drops'
import { dropIdSchema } from '#contracts/ids'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { changeDrop, dropsOf, makeDrop, setRevoked } from './manage-drops.ts'

const dropParam = validate('param', z.object({ dropId: dropIdSchema }))

/** Drop links, for those who make them. */
export const dropRoutes = new Hono<AppEnv>()
  .get('/', requireUser, async (c) => {
    return c.json({ items: await dropsOf(c.var.deps, c.var.actor) }, 200)
  })
  .post('/', requireUser, validate('json', makeDropSchema), async (c) => {
    return c.json(await makeDrop(c.var.deps, c.var.actor, c.req.valid('json')), 201)
  })
  .patch('/:dropId', requireUser, dropParam, validate('json', changeDropSchema), async (c) => {
    const { dropId } = c.req.valid('param')
    return c.json(await changeDrop(c.var.deps, c.var.actor, dropId, c.req.valid('json')), 200)
  })
  .delete('/:dropId', requireUser, dropParam, async (c) => {
    const { dropId } = c.req.valid('param')
    return c.json(await setRevoked(c.var.deps, c.var.actor, dropId, true), 200)
  })
  .post('/:dropId/restore', requireUser, dropParam, async (c) => {
    const { dropId } = c.req.valid('param')
    return c.json(await setRevoked(c.var.deps, c.var.actor, dropId, false), 200)
  })
