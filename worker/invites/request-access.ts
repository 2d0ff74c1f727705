import type { z } from 'zod'
import type {
  AccessRequestView,
  accessRequestListSchema,
  accessRequestQuerySchema,
} from '#contracts/admin'
import type { AccessRequest } from '#contracts/auth'
import type { AccessRequestId, UserId } from '#contracts/ids'
import { foldLogin } from '../accounts/username.ts'
import type { accessRequests, invites } from '../db/schema/users.ts'
import { decodeTimeCursor, encodeTimeCursor } from '../db/time-cursor.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import {
  approveRequestRow,
  declineRequestRow,
  findRequest,
  selectRequests,
  upsertRequest,
} from './access-request-queries.ts'
import { inviteUrl, newInvite, recordInviteMade, stateOf } from './manage-invites.ts'

type Context = Pick<Deps, 'db' | 'config' | 'now' | 'audit'>
type Row = {
  request: typeof accessRequests.$inferSelect
  invite: typeof invites.$inferSelect | null
}

/**
 * Keeps the request for the admins, one open one an address. Does the same whether the address has
 * an account or not, so that nobody learns it here.
 */
export async function requestAccess(
  deps: Pick<Deps, 'db' | 'now' | 'audit'>,
  { email, username, message }: AccessRequest,
): Promise<void> {
  const now = deps.now()
  const id = newId('accessRequest', now)
  const isNew = await upsertRequest(deps.db, {
    id,
    email,
    emailFolded: foldLogin(email),
    username: username ?? null,
    message: message ?? '',
    createdAt: now,
  })
  if (!isNew) return
  deps.audit.record({ chain: 'vault', action: 'access.requested', actorId: null, subjectId: id })
}

/** Makes an invite for the address that asked. Throws `not_found`, and `conflict` once decided. */
export async function approveRequest(
  deps: Context,
  maker: { adminId: UserId | 'operator'; origin: string },
  id: AccessRequestId,
): Promise<AccessRequestView> {
  const { adminId: actorId, origin } = maker
  const found = await requireRequest(deps, id)
  const invite = newInvite(deps, actorId, {
    note: 'Asked for access',
    email: found.request.email,
    maxUses: 1,
    expiresInDays: 7,
    quotaBytes: null,
  })
  if (!(await approveRequestRow(deps.db, id, invite))) throw decidedAlready()
  recordInviteMade(deps, actorId, invite)
  const details = { invite: invite.id }
  deps.audit.record({ chain: 'vault', action: 'access.approved', actorId, subjectId: id, details })
  return toView(deps, origin, await requireRequest(deps, id))
}

/** Throws `not_found`, and `conflict` once decided. */
export async function declineRequest(
  deps: Context,
  maker: { adminId: UserId | 'operator'; origin: string },
  id: AccessRequestId,
): Promise<AccessRequestView> {
  const { adminId: actorId, origin } = maker
  await requireRequest(deps, id)
  if (!(await declineRequestRow(deps.db, id, deps.now()))) throw decidedAlready()
  deps.audit.record({ chain: 'vault', action: 'access.declined', actorId, subjectId: id })
  return toView(deps, origin, await requireRequest(deps, id))
}

/** A page of requests in one state, newest first. */
export async function listRequests(
  deps: Context,
  origin: string,
  { state, cursor, limit }: z.infer<typeof accessRequestQuerySchema>,
): Promise<z.infer<typeof accessRequestListSchema>> {
  const rows = await selectRequests(deps.db, { state, before: decodeTimeCursor(cursor), limit })
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1)?.request : undefined
  return {
    items: page.map((row) => toView(deps, origin, row)),
    nextCursor: last ? encodeTimeCursor({ timeMs: last.createdAt, id: last.id }) : null,
  }
}

async function requireRequest(deps: Pick<Deps, 'db'>, id: AccessRequestId): Promise<Row> {
  const row = await findRequest(deps.db, id)
  if (!row) throw new AppError('not_found', 'There is no such request.')
  return row
}

function toView(
  deps: Pick<Deps, 'config' | 'now'>,
  origin: string,
  { request, invite }: Row,
): AccessRequestView {
  const { id, email, username, message, state, createdAt, decidedAt } = request
  const isOpen = invite !== null && stateOf(invite, deps.now()) === 'active'
  return {
    id,
    email,
    username,
    message,
    state,
    createdAt: new Date(createdAt).toISOString(),
    decidedAt: decidedAt === null ? null : new Date(decidedAt).toISOString(),
    inviteUrl: isOpen ? inviteUrl(deps, origin, invite.id) : null,
  }
}

function decidedAlready(): AppError {
  return new AppError('conflict', 'This request was decided already.')
}
