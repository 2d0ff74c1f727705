import type { AdminUser } from '#contracts/admin'
import type { UserId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type AdminId, deletedKeptMs, getUser, lastAdmin, requireUserRow } from './manage-users.ts'
import { countOwnedSpaces, deleteUserRow, findPersonalSpace, restoreUserRow } from './queries.ts'

type Context = Pick<Deps, 'db' | 'now' | 'audit'>

/**
 * Closes an account for good, with 30 days to bring it back: its sessions end and its personal space
 * goes to trash. Throws `not_found`, and `conflict` for admins themselves, for the last admin, and
 * while the user owns spaces that others share: those are transferred or trashed first.
 */
export async function deleteUser(deps: Context, actorId: AdminId, id: UserId): Promise<AdminUser> {
  const before = await requireUserRow(deps, id)
  if (before.deletedAt !== null) return await getUser(deps, id)
  if (id === actorId) throw new AppError('conflict', 'You cannot delete your own account here.')
  const owned = await countOwnedSpaces(deps.db, id)
  if (owned > 0) {
    const spaces = owned === 1 ? '1 shared space' : `${owned} shared spaces`
    const detail = `This user owns ${spaces}. Transfer or trash what they own first.`
    throw new AppError('conflict', detail)
  }
  if (!(await deleteUserRow(deps.db, id, deps.now()))) {
    if ((await countOwnedSpaces(deps.db, id)) === 0) throw lastAdmin()
    throw new AppError('try_again', 'Something changed meanwhile. Try again.')
  }
  const space = await findPersonalSpace(deps.db, id)
  deps.audit.record({ chain: 'vault', action: 'account.deleted', actorId, subjectId: id })
  if (space) {
    deps.audit.record({ chain: space.id, action: 'space.trashed', actorId, subjectId: space.id })
  }
  return await getUser(deps, id)
}

/** Brings a deleted account back with its personal space. Throws `not_found`, and `gone` after 30 days. */
export async function restoreUser(deps: Context, actorId: AdminId, id: UserId): Promise<AdminUser> {
  const before = await requireUserRow(deps, id)
  if (before.deletedAt === null) return await getUser(deps, id)
  const now = deps.now()
  if (!(await restoreUserRow(deps.db, id, now - deletedKeptMs, now))) {
    throw new AppError('gone', 'This account was deleted more than 30 days ago.')
  }
  const space = await findPersonalSpace(deps.db, id)
  deps.audit.record({ chain: 'vault', action: 'account.restored', actorId, subjectId: id })
  if (space) {
    deps.audit.record({ chain: space.id, action: 'space.restored', actorId, subjectId: space.id })
  }
  return await getUser(deps, id)
}
