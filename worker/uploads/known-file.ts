import type { KnownBytes, KnownFile } from '#contracts/uploads'
import { AppError } from '../errors.ts'
import { toFileViews } from '../files/file-view.ts'
import { filesByIds } from '../files/find-file.ts'
import { findKnown, type SettleDeps } from '../files/settle-file.ts'
import { requirePlace } from '../folders/require-place.ts'
import type { Actor } from '../spaces/access.ts'

/**
 * The file that has these bytes already, back from trash if it was there, so that they need not be
 * sent. Only where the actor may read: for others it is `not_found`, and sending them has the same
 * end.
 */
export async function knownFile(
  deps: SettleDeps,
  actor: Actor,
  { sha256, sizeBytes, space, folderId: folder }: KnownBytes,
  host: string,
): Promise<KnownFile> {
  const { spaceId, ownerId } = await requirePlace(deps, actor, { space, folder })
  const { credential, userId } = actor
  // Who was given one folder of a space does not read the whole of it; nor do keys that only send.
  const mayRead = ownerId !== null && (credential.kind !== 'key' || credential.scopes.has('read'))
  const id = mayRead ? await findKnown(deps, actor, spaceId, { sha256, sizeBytes }) : null
  const rows = id === null ? [] : await filesByIds(deps, [id])
  const [file] = await toFileViews(deps, rows, { host, userId })
  if (!file) throw new AppError('not_found', 'The space does not have these bytes.')
  return { file }
}
