import { Hono } from 'hono'
import { z } from 'zod'
import { spaceIdSchema } from '#contracts/ids'
import { presetNameSchema, putPresetSchema } from '#contracts/transforms'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { namePreset, presetsOf, removePreset } from './presets.ts'

const spaceParam = validate('param', z.object({ spaceId: spaceIdSchema }))
const presetParam = validate('param', z.object({ spaceId: spaceIdSchema, name: presetNameSchema }))

/** Recipes that a space has named: its members use them, its editors change them. */
export const presetRoutes = new Hono<AppEnv>()
  .get('/:spaceId/presets', requireUser, spaceParam, async (c) => {
    const { deps, actor } = c.var
    return c.json({ items: await presetsOf(deps, actor, c.req.valid('param').spaceId) }, 200)
  })
  .put(
    '/:spaceId/presets/:name',
    requireUser,
    presetParam,
    validate('json', putPresetSchema),
    async (c) => {
      const { deps, actor } = c.var
      const { spaceId, name } = c.req.valid('param')
      const { query } = c.req.valid('json')
      return c.json(await namePreset(deps, actor, spaceId, { name, query }), 200)
    },
  )
  .delete('/:spaceId/presets/:name', requireUser, presetParam, async (c) => {
    const { deps, actor } = c.var
    const { spaceId, name } = c.req.valid('param')
    await removePreset(deps, actor, spaceId, name)
    return c.body(null, 204)
  })
