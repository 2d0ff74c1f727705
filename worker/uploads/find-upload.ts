import type { UploadId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Taken } from '../files/settle-file.ts'
import type { Actor } from '../spaces/access.ts'
import { type LaneUpload, laneUploadSchema } from './lane-messages.ts'
import { findOwnUpload, type UploadRow } from './queries.ts'

function noSuchUpload(): AppError {
  return new AppError('not_found', 'There is no such upload.')
}

/** The actor's own upload; for everybody else there is none (`not_found`). */
export async function findUpload(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: UploadId,
): Promise<UploadRow> {
  const row = await findOwnUpload(deps.db, actor.userId, id)
  // A key is bound to its space, also for what its maker began without it.
  const isElsewhere =
    actor.credential.kind === 'key' && row !== undefined && !actor.memberships.has(row.spaceId)
  if (!row || isElsewhere) throw noSuchUpload()
  return row
}

/** What the lane is told of it. Throws `gone` for what takes no bytes any more. */
export function openUpload(row: UploadRow, now: number): LaneUpload {
  if (row.state !== 'reserved' || row.expiresAt <= now) throw isGone()
  return laneUploadSchema.parse(row)
}

/** What became of a finished upload: it can be asked for as long as an open one lives. */
export function takenOf(actor: Actor, row: UploadRow, now: number): Taken | null {
  const { fileId } = row
  if (fileId === null || row.expiresAt <= now) return null
  const isCreated = row.state === 'settled' || !actor.memberships.has(row.spaceId)
  return { outcome: isCreated ? 'created' : 'duplicate', fileId }
}

export function isGone(): AppError {
  return new AppError('gone', 'This upload is over. Begin it again.')
}
