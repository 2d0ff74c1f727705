import { Hono } from 'hono'
import { z } from 'zod'
import { auditExportQuerySchema, auditQuerySchema } from '#contracts/audit'
import { spaceIdSchema } from '#contracts/ids'
import { requireAdmin, requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { contentDisposition } from '../http/original-response.ts'
import { validate } from '../http/validate.ts'
import { membershipIn } from '../spaces/access.ts'
import { exportAudit, listAudit } from './read-audit.ts'

/** The audit of the whole vault, for its admins and the command line. */
export const adminAuditRoutes = new Hono<AppEnv>()
  .use(requireAdmin)
  .get('/', validate('query', auditQuerySchema), async (c) =>
    c.json(await listAudit(c.var.deps, c.req.valid('query')), 200),
  )
  .get('/export', validate('query', auditExportQuerySchema), async (c) => {
    const body = await exportAudit(c.var.deps, c.req.valid('query'))
    const day = new Date(c.var.deps.now()).toISOString().slice(0, 10)
    return c.body(body, 200, {
      'Content-Type': 'application/jsonl; charset=utf-8',
      'Content-Disposition': contentDisposition(`audit-${day}.jsonl`),
      'Cache-Control': 'no-store',
    })
  })

/** The audit of one space, for its admins. */
export const spaceAuditRoutes = new Hono<AppEnv>().get(
  '/:spaceId/audit',
  requireUser,
  validate('param', z.object({ spaceId: spaceIdSchema })),
  validate('query', auditQuerySchema.omit({ chain: true })),
  async (c) => {
    const { deps, actor } = c.var
    const { spaceId } = c.req.valid('param')
    membershipIn(actor, spaceId, 'admin')
    return c.json(await listAudit(deps, { ...c.req.valid('query'), chain: spaceId }), 200)
  },
)
