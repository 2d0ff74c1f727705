import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import type {
  AdminUser,
  adminUserListSchema,
  adminUserQuerySchema,
  ChangeUser,
} from '#contracts/admin'
import type { UserId } from '#contracts/ids'
import { hashToken } from '../accounts/session-cookie.ts'
import { foldLogin } from '../accounts/username.ts'
import { decodeTimeCursor, encodeTimeCursor } from '../db/time-cursor.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import {
  findUser,
  replaceResetLink,
  selectUsers,
  type UserRow,
  updateQuota,
  updateUser,
} from './queries.ts'

type Context = Pick<Deps, 'db' | 'now' | 'audit'>
export type AdminId = UserId | 'operator'

/** How long a deleted account can be brought back. */
export const deletedKeptMs = 30 * 24 * 3_600_000
const resetLinkMs = 24 * 3_600_000

/** A page of users, the newest first. */
export async function listUsers(
  deps: Pick<Deps, 'db'>,
  { search, cursor, limit }: z.infer<typeof adminUserQuerySchema>,
): Promise<z.infer<typeof adminUserListSchema>> {
  const prefix = search ? foldLogin(search) : null
  const rows = await selectUsers(deps.db, { prefix, before: decodeTimeCursor(cursor), limit })
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    items: page.map(toAdminUser),
    nextCursor: last ? encodeTimeCursor({ timeMs: last.createdAt, id: last.id }) : null,
  }
}

/** Throws `not_found`. */
export async function getUser(deps: Pick<Deps, 'db'>, id: UserId): Promise<AdminUser> {
  return toAdminUser(await requireUserRow(deps, id))
}

/** Throws `not_found`. Below what is used nothing is lost: nothing more fits. */
export async function setQuota(
  deps: Context,
  actorId: AdminId,
  id: UserId,
  quotaBytes: number,
): Promise<AdminUser> {
  const before = await requireUserRow(deps, id)
  await updateQuota(deps.db, id, quotaBytes, deps.now())
  const details = { from: before.quotaBytes, to: quotaBytes }
  deps.audit.record({ chain: 'vault', action: 'quota.changed', actorId, subjectId: id, details })
  return await getUser(deps, id)
}

/**
 * Opens or closes an account, makes an admin or takes that away. Throws `not_found`, and `conflict`
 * when nobody would be left to administer, when admins close their own account, or it is deleted.
 */
export async function changeUser(
  deps: Context,
  actorId: AdminId,
  id: UserId,
  change: ChangeUser,
): Promise<AdminUser> {
  const before = await requireUserRow(deps, id)
  if (before.deletedAt !== null) throw isDeleted()
  if (change.isDisabled && id === actorId) {
    throw new AppError('conflict', 'You cannot close your own account here.')
  }
  const wasDisabled = before.disabledAt !== null
  const isDisabled = change.isDisabled ?? wasDisabled
  const isAdmin = change.isAdmin ?? before.isAdmin
  const takesAdmin = change.isDisabled === true || change.isAdmin === false
  const wanted = { isAdmin, isDisabled, takesAdmin, now: deps.now() }
  if (!(await updateUser(deps.db, id, wanted))) throw lastAdmin()
  const by = { chain: 'vault', actorId, subjectId: id }
  if (isDisabled !== wasDisabled) {
    deps.audit.record({ ...by, action: isDisabled ? 'account.disabled' : 'account.enabled' })
  }
  if (isAdmin !== before.isAdmin) {
    deps.audit.record({ ...by, action: 'admin.changed', details: { isAdmin } })
  }
  return await getUser(deps, id)
}

/** A link that lets the user choose a new password once, within a day; older ones open nothing more. */
export async function makeResetLink(
  deps: Context,
  maker: { adminId: AdminId; origin: string },
  id: UserId,
): Promise<{ url: string; expiresAt: string }> {
  if ((await requireUserRow(deps, id)).deletedAt !== null) throw isDeleted()
  const token = randomBytes(32).toString('base64url')
  const createdAt = deps.now()
  const expiresAt = createdAt + resetLinkMs
  await replaceResetLink(deps.db, { tokenHash: hashToken(token), userId: id, createdAt, expiresAt })
  deps.audit.record({
    chain: 'vault',
    action: 'password.reset_link_made',
    actorId: maker.adminId,
    subjectId: id,
  })
  // Behind the `#`, so that no server's log holds it.
  const url = `${maker.origin}/reset-password#${token}`
  return { url, expiresAt: new Date(expiresAt).toISOString() }
}

/** Throws `not_found`. */
export async function requireUserRow(deps: Pick<Deps, 'db'>, id: UserId): Promise<UserRow> {
  const row = await findUser(deps.db, id)
  if (!row) throw new AppError('not_found', 'There is no such user.')
  return row
}

export function lastAdmin(): AppError {
  return new AppError('conflict', 'This is the last admin. Make somebody else an admin first.')
}

function isDeleted(): AppError {
  return new AppError('conflict', 'This account is deleted. Restore it first.')
}

function toAdminUser(row: UserRow): AdminUser {
  const iso = (timeMs: number | null) => (timeMs === null ? null : new Date(timeMs).toISOString())
  const { createdAt, lastSeenAt, disabledAt, deletedAt, ...rest } = row
  return {
    ...rest,
    createdAt: new Date(createdAt).toISOString(),
    lastSeenAt: iso(lastSeenAt),
    disabledAt: iso(disabledAt),
    deletedAt: iso(deletedAt),
    purgeAt: iso(deletedAt === null ? null : deletedAt + deletedKeptMs),
  }
}
