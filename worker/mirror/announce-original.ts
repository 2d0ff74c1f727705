import type { OriginalId, SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { filesOfOriginal } from './queries.ts'

/** Tells open pages that something about the copies of an original changed. */
export async function announceOriginal(
  deps: Pick<Deps, 'db' | 'announce'>,
  spaceId: SpaceId,
  originalId: OriginalId,
): Promise<void> {
  const fileIds = await filesOfOriginal(deps.db, originalId)
  await deps.announce(spaceId, { type: 'files.changed', fileIds })
}
