import type { UserId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { makeExport } from '../exports/make-export.ts'
import { type AdminId, requireUserRow } from './manage-users.ts'
import { findPersonalSpace } from './queries.ts'

/** The export of a user's personal space, for an admin. Throws `not_found`. */
export async function exportUser(
  deps: Pick<Deps, 'db' | 'originals' | 'homeOriginals' | 'now' | 'audit' | 'log'>,
  actorId: AdminId,
  id: UserId,
): Promise<{ name: string; body: ReadableStream<Uint8Array> }> {
  const user = await requireUserRow(deps, id)
  const space = await findPersonalSpace(deps.db, id)
  if (!space) throw new AppError('not_found', 'This user has no personal space.')
  deps.audit.record({ chain: 'vault', action: 'account.exported', actorId, subjectId: id })
  const day = new Date(deps.now()).toISOString().slice(0, 10)
  return { name: `${user.username}-${day}.zip`, body: makeExport(deps, space.id) }
}
