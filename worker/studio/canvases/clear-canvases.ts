import type { CanvasId, SpaceId } from '#contracts/ids'
import type { Deps } from '../../deps.ts'
import { trashKeptMs } from '../../files/purge-due.ts'
import { canvasesOfSpace, canvasesToPurge, deleteCanvas } from './queries.ts'

const canvasesPerRun = 50

type ClearDeps = Pick<Deps, 'db' | 'log' | 'canvasRoom'>

/** For the sweep: canvases that were in trash for 30 days, with what their rooms keep. */
export async function clearOldCanvases(deps: ClearDeps & Pick<Deps, 'now'>): Promise<void> {
  const until = deps.now() - trashKeptMs
  for (const id of await canvasesToPurge(deps.db, until, canvasesPerRun)) await clear(deps, id)
}

/** Some of the canvases of a space that is being purged. Resolves to whether none is left. */
export async function clearCanvasesOfSpace(deps: ClearDeps, spaceId: SpaceId): Promise<boolean> {
  const ids = await canvasesOfSpace(deps.db, spaceId, canvasesPerRun)
  for (const id of ids) await clear(deps, id)
  return ids.length < canvasesPerRun
}

/** The room first: a row without a room is found again by the next sweep, a room without a row never. */
async function clear(deps: ClearDeps, id: CanvasId) {
  await deps.canvasRoom(id).clear()
  await deleteCanvas(deps.db, id)
  deps.log.info('canvas.purged', { canvasId: id })
}
