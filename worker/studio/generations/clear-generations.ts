import type { CanvasId, GenerationId, SpaceId } from '#contracts/ids'
import type { Deps } from '../../deps.ts'
import { generationKey, generationMaskKey } from '../../originals/keys.ts'
import { keptMs } from './make-generation.ts'
import {
  canvasesWithOldRuns,
  deleteGenerations,
  expiredGenerations,
  generationsOfSpace,
  keepGenerations,
} from './queries.ts'

const perRun = 50
/** A lane looks at its own runs every half minute: one that did not was lost. */
const oldMs = 120_000

type ClearDeps = Pick<Deps, 'db' | 'log' | 'bucket'>

/** For the sweep: lanes that lost their alarm take up, or end, what they had begun. */
export async function wakeOldRuns(
  deps: Pick<Deps, 'db' | 'now' | 'generationLane'>,
): Promise<void> {
  for (const id of await canvasesWithOldRuns(deps.db, deps.now() - oldMs, perRun)) {
    await deps.generationLane(id).begin(id, { stop: [] })
  }
}

/**
 * For the sweep: pictures of which nobody has wanted anything for 30 days. What a canvas shows or has
 * as an example, what somebody marked and what became a file is looked at again in 30 days.
 */
export async function clearOldGenerations(
  deps: ClearDeps & Pick<Deps, 'now' | 'canvasRoom'>,
): Promise<void> {
  const due = await expiredGenerations(deps.db, deps.now(), perRun)
  if (due.length === 0) return
  const onCanvas = new Map<CanvasId, Set<GenerationId>>()
  for (const canvasId of new Set(due.map((each) => each.canvasId))) {
    onCanvas.set(canvasId, await wantedOn(deps, canvasId))
  }
  const isWanted = (each: (typeof due)[number]) =>
    each.isMarked ||
    each.fileId !== null ||
    each.endedAt === null ||
    onCanvas.get(each.canvasId)?.has(each.id) === true
  const [kept, gone] = [due.filter(isWanted), due.filter((each) => !isWanted(each))]
  await keepGenerations(
    deps.db,
    kept.map(({ id }) => id),
    deps.now() + keptMs,
  )
  await remove(
    deps,
    gone.map(({ id }) => id),
  )
}

/** Some of the pictures of a space that is being purged. Resolves to whether none is left. */
export async function clearGenerationsOfSpace(deps: ClearDeps, spaceId: SpaceId): Promise<boolean> {
  const ids = await generationsOfSpace(deps.db, spaceId, perRun)
  await remove(deps, ids)
  return ids.length < perRun
}

async function wantedOn(
  deps: Pick<Deps, 'canvasRoom'>,
  canvasId: CanvasId,
): Promise<Set<GenerationId>> {
  const wanted = new Set<GenerationId>()
  for (const tile of (await deps.canvasRoom(canvasId).tiles()).tiles) {
    if (tile.kind !== 'prompt') continue
    if (tile.shown !== null) wanted.add(tile.shown)
    for (const reference of tile.prompt.references) {
      if (reference.kind === 'generation') wanted.add(reference.generation)
    }
  }
  return wanted
}

/** The bytes first: a row without a picture is found again by the next sweep, a picture never. */
async function remove(deps: ClearDeps, ids: GenerationId[]) {
  if (ids.length === 0) return
  await deps.bucket.delete(ids.flatMap((id) => [generationKey(id), generationMaskKey(id)]))
  await deleteGenerations(deps.db, ids)
  deps.log.info('generations.cleared', { count: ids.length })
}
