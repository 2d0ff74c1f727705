import type { Deps } from '../deps.ts'
import { purgeFilesOfSpace, trashKeptMs } from '../files/purge-due.ts'
import { clearCanvasesOfSpace } from '../studio/canvases/clear-canvases.ts'
import { clearGenerationsOfSpace } from '../studio/generations/clear-generations.ts'
import { closeSpace, spacesToPurge } from './queries.ts'

/**
 * Purges spaces that have been in trash for 30 days: their files and canvases, some a run, then members, keys and
 * name. The row stays, for the disks have yet to follow.
 */
export async function purgeOldSpaces(
  deps: Pick<
    Deps,
    'db' | 'now' | 'log' | 'audit' | 'announce' | 'defer' | 'bucket' | 'config' | 'canvasRoom'
  >,
): Promise<void> {
  const until = deps.now() - trashKeptMs
  for (const id of await spacesToPurge(deps.db, until)) {
    if (!(await purgeFilesOfSpace(deps, id, until))) continue
    if (!(await clearCanvasesOfSpace(deps, id))) continue
    if (!(await clearGenerationsOfSpace(deps, id))) continue
    if (!(await closeSpace(deps.db, id, until))) continue
    const subject = { chain: id, actorId: 'system', subjectId: id }
    deps.audit.record({ ...subject, action: 'space.purged' })
    deps.log.info('space.purged', { spaceId: id })
  }
}
