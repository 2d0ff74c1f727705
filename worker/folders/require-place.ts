import type { FolderId, SpaceId, UserId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Actor, membershipIn } from '../spaces/access.ts'
import { requireFolder } from './find-folder.ts'

/**
 * Where an upload goes, if the actor may write there. A folder says in which space it lies; naming
 * another one beside it is a mistake. `ownerId` is null in a space that is only shared in part.
 */
export async function requirePlace(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  wanted: { space?: SpaceId | undefined; folder?: FolderId | undefined },
): Promise<{ spaceId: SpaceId; folderId: FolderId | null; ownerId: UserId | null }> {
  if (wanted.folder === undefined) {
    const { spaceId, ownerId } = membershipIn(actor, wanted.space ?? actor.homeSpaceId, 'editor')
    return { spaceId, folderId: null, ownerId }
  }
  const folder = await requireFolder(deps, actor, wanted.folder, 'editor')
  if (folder.kind === 'album') {
    throw new AppError('conflict', 'An album only shows files. Send them to a folder.')
  }
  if (wanted.space !== undefined && wanted.space !== folder.spaceId) {
    throw new AppError('validation_failed', 'This folder lies in another space.')
  }
  const ownerId = actor.memberships.get(folder.spaceId)?.ownerId ?? null
  return { spaceId: folder.spaceId, folderId: folder.id, ownerId }
}

/**
 * Whether the actor may still write where an upload of theirs goes. A folder that went to trash
 * meanwhile leaves the top of its space.
 */
export async function requireStillThere(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  { spaceId: space, folderId }: { spaceId: SpaceId; folderId: FolderId | null },
): Promise<void> {
  try {
    await requirePlace(deps, actor, { space, folder: folderId ?? undefined })
  } catch (error) {
    const isMissing = error instanceof AppError && error.code === 'not_found'
    if (!isMissing || folderId === null) throw error
    membershipIn(actor, space, 'editor')
  }
}
