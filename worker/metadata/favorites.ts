import type { FileId } from '#contracts/ids'
import type { Actor } from '../spaces/access.ts'
import { announceFiles, type EditDeps, requireFiles } from './edit-files.ts'
import { setFavorites } from './queries.ts'

/**
 * Puts files among the actor's favourites or takes them out: all or none, and twice is as once.
 * Whoever may see a file may do so. Throws `not_found`.
 */
export async function markFavorites(
  deps: EditDeps,
  actor: Actor,
  fileIds: FileId[],
  isFavorite: boolean,
): Promise<void> {
  const files = await requireFiles(deps, actor, fileIds, 'viewer')
  await setFavorites(deps.db, actor.userId, fileIds, { isFavorite, now: deps.now() })
  announceFiles(deps, files)
}
