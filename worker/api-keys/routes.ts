import { Hono } from 'hono'
import { z } from 'zod'
import { makeApiKeySchema } from '#contracts/api-keys'
import { apiKeyIdSchema, spaceIdSchema } from '#contracts/ids'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { keysOf, makeApiKey, revokeApiKey } from './change-keys.ts'

const spaceParam = validate('param', z.object({ spaceId: spaceIdSchema }))
const keyParam = validate('param', z.object({ spaceId: spaceIdSchema, keyId: apiKeyIdSchema }))

/** Keys of a space, for people only: a key can neither make another nor change what it may do. */
export const apiKeyRoutes = new Hono<AppEnv>()
  .get('/:spaceId/keys', requireUser, spaceParam, async (c) => {
    const { deps, actor } = c.var
    return c.json({ items: await keysOf(deps, actor, c.req.valid('param').spaceId) }, 200)
  })
  .post(
    '/:spaceId/keys',
    requireUser,
    spaceParam,
    validate('json', makeApiKeySchema),
    async (c) => {
      const { deps, actor } = c.var
      const { spaceId } = c.req.valid('param')
      return c.json(await makeApiKey(deps, actor, spaceId, c.req.valid('json')), 201)
    },
  )
  .delete('/:spaceId/keys/:keyId', requireUser, keyParam, async (c) => {
    const { deps, actor } = c.var
    const { spaceId, keyId } = c.req.valid('param')
    await revokeApiKey(deps, actor, spaceId, keyId)
    return c.body(null, 204)
  })
