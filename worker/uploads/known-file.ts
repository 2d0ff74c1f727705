import type { KnownBytes, KnownFile } from '#contracts/uploads'
import { toFileViews } from '../files/file-view.ts'
import { filesByIds } from '../files/find-file.ts'
import { findKnown, type SettleDeps } from '../files/settle-file.ts'
import { requirePlace } from '../folders/require-place.ts'
import type { Actor } from '../spaces/access.ts'

/**
 * The file that has these bytes already, back from trash if it was there, so that they need not be
 * sent; null when there is none, and likewise where the actor may not read: sending them has the same
 * end. Throws `not_found` and `forbidden` for the place itself.
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
  const [file = null] = await toFileViews(deps, rows, { host, userId })
  return { file }
}
