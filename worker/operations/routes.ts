import { Hono } from 'hono'
import { retryJobsSchema } from '#contracts/operations'
import { pageQuerySchema } from '#contracts/paging'
import { requireAdmin } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { listFailedJobs, readOperations } from './read-operations.ts'
import { retryJobs } from './retry-jobs.ts'

/** For who runs the vault: how it fares, and what failed. */
export const adminOperationsRoutes = new Hono<AppEnv>()
  .use(requireAdmin)
  .get('/', async (c) => c.json(await readOperations(c.var.deps), 200))
  .get('/failed-jobs', validate('query', pageQuerySchema), async (c) =>
    c.json(await listFailedJobs(c.var.deps, c.req.valid('query')), 200),
  )
  .post('/failed-jobs/retry', validate('json', retryJobsSchema), async (c) => {
    const { ids } = c.req.valid('json')
    return c.json(await retryJobs(c.var.deps, c.var.adminId, ids), 200)
  })
