import { Hono } from 'hono'
import { allowRemovalsSchema } from '#contracts/home-report'
import { copiesQuerySchema } from '#contracts/ledger'
import { requireAdmin, requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { allowRemovals, reportAllCopies, reportCopies } from './copies-report.ts'

export const copiesRoutes = new Hono<AppEnv>().get(
  '/',
  requireUser,
  validate('query', copiesQuerySchema),
  async (c) => c.json(await reportCopies(c.var.deps, c.var.actor, c.req.valid('query').space), 200),
)

export const adminCopiesRoutes = new Hono<AppEnv>()
  .get('/', requireAdmin, async (c) => c.json(await reportAllCopies(c.var.deps), 200))
  .post('/removals', requireAdmin, validate('json', allowRemovalsSchema), async (c) => {
    await allowRemovals(c.var.deps, c.var.adminId, c.req.valid('json'))
    return c.body(null, 204)
  })
