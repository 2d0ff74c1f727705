import { Hono } from 'hono'
import { z } from 'zod'
import { duplicatesQuerySchema, reviewDuplicatesSchema } from '#contracts/duplicates'
import { duplicateGroupIdSchema } from '#contracts/ids'
import { requireActor } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { listDuplicates, reviewDuplicates } from './review-duplicates.ts'

const groupParam = z.object({ groupId: duplicateGroupIdSchema })

export const duplicateRoutes = new Hono<AppEnv>()
  .get('/', requireActor('read'), validate('query', duplicatesQuerySchema), async (c) => {
    const { deps, actor } = c.var
    const { host } = new URL(c.req.url)
    return c.json(await listDuplicates(deps, actor, c.req.valid('query'), host), 200)
  })
  .put(
    '/:groupId',
    requireActor('upload'),
    validate('param', groupParam),
    validate('json', reviewDuplicatesSchema),
    async (c) => {
      const { groupId } = c.req.valid('param')
      await reviewDuplicates(c.var.deps, c.var.actor, groupId, c.req.valid('json'))
      return c.body(null, 204)
    },
  )
