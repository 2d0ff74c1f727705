import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  accessRequestQuerySchema,
  adminUserQuerySchema,
  changeUserSchema,
  importUsersSchema,
  inviteQuerySchema,
  makeInviteSchema,
  setQuotaSchema,
} from '#contracts/admin'
import { accessRequestIdSchema, inviteIdSchema, userIdSchema } from '#contracts/ids'
import { limitHitQuerySchema } from '#contracts/limits'
import { importUsers } from '../accounts/import-users.ts'
import { requireAdmin } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { contentDisposition } from '../http/original-response.ts'
import { validate } from '../http/validate.ts'
import { listInvites, makeInvite, revokeInvite } from '../invites/manage-invites.ts'
import { approveRequest, declineRequest, listRequests } from '../invites/request-access.ts'
import { listHits } from '../limits/hits.ts'
import { exportUser } from './export-user.ts'
import { changeUser, getUser, listUsers, makeResetLink, setQuota } from './manage-users.ts'
import { openSessionFor } from './open-session-for.ts'
import { adminOverview } from './overview.ts'
import { deleteUser, restoreUser } from './remove-user.ts'

const userRoutes = new Hono<AppEnv>()
  .get('/', validate('query', adminUserQuerySchema), async (c) =>
    c.json(await listUsers(c.var.deps, c.req.valid('query')), 200),
  )
  .post('/import', validate('json', importUsersSchema), async (c) =>
    c.json(await importUsers(c.var.deps, c.var.adminId, c.req.valid('json')), 200),
  )
  .get('/:id', userParam(), async (c) =>
    c.json(await getUser(c.var.deps, c.req.valid('param').id), 200),
  )
  .put('/:id/quota', userParam(), validate('json', setQuotaSchema), async (c) => {
    const { quotaBytes } = c.req.valid('json')
    const { id } = c.req.valid('param')
    return c.json(await setQuota(c.var.deps, c.var.adminId, id, quotaBytes), 200)
  })
  .patch('/:id', userParam(), validate('json', changeUserSchema), async (c) => {
    const { id } = c.req.valid('param')
    return c.json(await changeUser(c.var.deps, c.var.adminId, id, c.req.valid('json')), 200)
  })
  .post('/:id/reset-link', userParam(), async (c) =>
    c.json(await makeResetLink(c.var.deps, makerOf(c), c.req.valid('param').id), 201),
  )
  .post('/:id/session', userParam(), async (c) =>
    c.json(await openSessionFor(c.var.deps, c.var.adminId, c.req.valid('param').id), 201),
  )
  .get('/:id/export', userParam(), async (c) => {
    const { name, body } = await exportUser(c.var.deps, c.var.adminId, c.req.valid('param').id)
    return c.body(body, 200, {
      'Content-Type': 'application/zip',
      'Content-Disposition': contentDisposition(name),
      'Cache-Control': 'no-store',
    })
  })
  .delete('/:id', userParam(), async (c) =>
    c.json(await deleteUser(c.var.deps, c.var.adminId, c.req.valid('param').id), 200),
  )
  .post('/:id/restore', userParam(), async (c) =>
    c.json(await restoreUser(c.var.deps, c.var.adminId, c.req.valid('param').id), 200),
  )

const inviteRoutes = new Hono<AppEnv>()
  .get('/', validate('query', inviteQuerySchema), async (c) =>
    c.json(await listInvites(c.var.deps, originOf(c), c.req.valid('query')), 200),
  )
  .post('/', validate('json', makeInviteSchema), async (c) =>
    c.json(await makeInvite(c.var.deps, makerOf(c), c.req.valid('json')), 201),
  )
  .delete('/:id', validate('param', z.object({ id: inviteIdSchema })), async (c) => {
    await revokeInvite(c.var.deps, c.var.adminId, c.req.valid('param').id)
    return c.body(null, 204)
  })

const requestRoutes = new Hono<AppEnv>()
  .get('/', validate('query', accessRequestQuerySchema), async (c) =>
    c.json(await listRequests(c.var.deps, originOf(c), c.req.valid('query')), 200),
  )
  .post('/:id/approve', requestParam(), async (c) =>
    c.json(await approveRequest(c.var.deps, makerOf(c), c.req.valid('param').id), 200),
  )
  .post('/:id/decline', requestParam(), async (c) =>
    c.json(await declineRequest(c.var.deps, makerOf(c), c.req.valid('param').id), 200),
  )

/** Everything of the vault's administration but the audit log. Only for admins and the operator. */
export const adminRoutes = new Hono<AppEnv>()
  .use(requireAdmin)
  .get('/overview', async (c) => c.json(await adminOverview(c.var.deps), 200))
  .get('/rate-limit-hits', validate('query', limitHitQuerySchema), async (c) =>
    c.json(await listHits(c.var.deps.db, c.req.valid('query')), 200),
  )
  .route('/users', userRoutes)
  .route('/invite-codes', inviteRoutes)
  .route('/access-requests', requestRoutes)

function userParam() {
  return validate('param', z.object({ id: userIdSchema }))
}

function requestParam() {
  return validate('param', z.object({ id: accessRequestIdSchema }))
}

/** Links lead to the page that this very vault serves. */
function originOf(c: Context<AppEnv>): string {
  return new URL(c.req.url).origin
}

function makerOf(c: Context<AppEnv>) {
  return { adminId: c.var.adminId, origin: originOf(c) }
}
