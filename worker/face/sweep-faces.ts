import type { Deps } from '../deps.ts'
import { trashKeptMs } from '../files/purge-due.ts'
import { removeCrops } from './crops.ts'
import { type EraseDeps, eraseAll } from './erase-faces.ts'
import {
  deleteEmptySubjects,
  deleteExamples,
  oldestExampleIds,
  organizationsInTrash,
  organizationsWithRetention,
} from './erase-queries.ts'

const dayMs = 86_400_000

/** Erases what organizations keep for a number of days only, and organizations whose space is purged. */
export async function sweepFaces(deps: EraseDeps & Pick<Deps, 'log'>): Promise<void> {
  for (const { spaceId, retentionDays } of await organizationsWithRetention(deps.db)) {
    if (retentionDays === null) continue
    const ids = await oldestExampleIds(deps.db, spaceId, deps.now() - retentionDays * dayMs)
    if (ids.length === 0) continue
    const examples = await deleteExamples(deps.db, spaceId, ids)
    await removeCrops(deps, spaceId, ids)
    const subjects = await deleteEmptySubjects(deps.db, spaceId)
    deps.audit.record({
      ...{ chain: spaceId, action: 'subject.erased', actorId: 'system', subjectId: null },
      details: { retentionDays, examples, subjects },
    })
    deps.log.info('face.retention_ended', { spaceId, examples, subjects })
  }
  for (const spaceId of await organizationsInTrash(deps.db, deps.now() - trashKeptMs)) {
    await eraseAll(deps, 'system', { spaceId })
  }
}
