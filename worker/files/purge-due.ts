import type { SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { originalKey } from '../originals/keys.ts'
import { purgeAll } from './purge-files.ts'
import {
  markOriginalsCleared,
  originalsToClear,
  type PurgeCandidate,
  purgeBatchSize,
  someFilesOf,
  trashSince,
} from './purge-queries.ts'

/** Nothing is purged by itself before it has been in trash for this long. */
export const trashKeptMs = 30 * 24 * 3_600_000

/** Objects that one run removes from R2, in one call, which takes 1,000 keys. */
const clearedPerRun = 10 * purgeBatchSize

type DueDeps = Pick<
  Deps,
  'db' | 'now' | 'log' | 'audit' | 'announce' | 'defer' | 'bucket' | 'config'
>

/** Purges what has been in trash for 30 days, some of it a run. */
export async function purgeOldTrash(deps: DueDeps): Promise<void> {
  const rule = { trashedUntil: deps.now() - trashKeptMs }
  const due = await trashSince(deps.db, rule.trashedUntil, 5 * purgeBatchSize)
  const bySpace = new Map<SpaceId, PurgeCandidate[]>()
  for (const file of due) bySpace.set(file.spaceId, [...(bySpace.get(file.spaceId) ?? []), file])
  for (const [spaceId, candidates] of bySpace) {
    await purgeAll(deps, 'system', spaceId, candidates, rule)
  }
}

/**
 * Purges files of a space that has been in trash since `spaceTrashedUntil`, some a run; resolves to
 * whether there were none left.
 */
export async function purgeFilesOfSpace(
  deps: DueDeps,
  spaceId: SpaceId,
  spaceTrashedUntil: number,
): Promise<boolean> {
  const candidates = await someFilesOf(deps.db, spaceId, 5 * purgeBatchSize)
  await purgeAll(deps, 'system', spaceId, candidates, { spaceTrashedUntil })
  return candidates.length === 0
}

/** Removes the objects of purged originals from R2. What fails is tried again by the next run. */
export async function clearPurgedOriginals(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'bucket'>,
): Promise<void> {
  const due = await originalsToClear(deps.db, clearedPerRun)
  if (due.length === 0) return
  await deps.bucket.delete(due.map(({ spaceId, id }) => originalKey(spaceId, id)))
  for (let start = 0; start < due.length; start += purgeBatchSize) {
    const ids = due.slice(start, start + purgeBatchSize).map(({ id }) => id)
    await markOriginalsCleared(deps.db, ids, deps.now())
  }
  deps.log.info('originals.cleared', { originals: due.length })
}
