import { Hono } from 'hono'
import { z } from 'zod'
import { modelActionSchema, modelIdSchema } from '#contracts/models'
import { requireAdmin, requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { changeModel } from './change-model.ts'
import { semanticSearch } from './semantic-search.ts'

/** Whether search understands pictures, for whoever is signed in. */
export const modelRoutes = new Hono<AppEnv>()
  .use(requireUser)
  .get('/', async (c) => c.json(await semanticSearch(c.var.deps), 200))

/** The models of the home node, for admins and the operator. */
export const adminModelRoutes = new Hono<AppEnv>()
  .use(requireAdmin)
  .get('/', async (c) => c.json(await c.var.deps.models.list(), 200))
  .post(
    '/:id/:action',
    validate('param', z.object({ id: modelIdSchema, action: modelActionSchema })),
    async (c) => {
      const { id, action } = c.req.valid('param')
      return c.json(await changeModel(c.var.deps, c.var.adminId, id, action), 200)
    },
  )
