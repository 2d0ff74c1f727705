import type { GenerationView } from '#contracts/generations'
import type { GenerationId } from '#contracts/ids'
import type { Deps } from '../../deps.ts'
import type { Actor } from '../../spaces/access.ts'
import { requireGeneration } from './find-generation.ts'
import { toGenerationView } from './generation-view.ts'

/**
 * Ends a run, waiting or not; one that has ended stays as it is. Whoever edits the canvas may. Throws
 * `not_found`, and `forbidden` below editor.
 */
export async function cancelGeneration(
  deps: Pick<Deps, 'db' | 'now' | 'config' | 'generationLane'>,
  actor: Actor,
  id: GenerationId,
): Promise<GenerationView> {
  const { canvasId, endedAt } = await requireGeneration(deps, actor, id, 'editor')
  if (endedAt === null) await deps.generationLane(canvasId).stop(canvasId, [id])
  return await toGenerationView(deps, await requireGeneration(deps, actor, id, 'viewer'))
}
