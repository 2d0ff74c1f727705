import type { GenerationView } from '#contracts/generations'
import type { CanvasId, GenerationId, TileId } from '#contracts/ids'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { readStream } from '../../http/read-body.ts'
import { generationMaskKey } from '../../originals/keys.ts'
import type { Actor } from '../../spaces/access.ts'
import { requireCanvas } from '../canvases/find-canvas.ts'
import { pictureMaxBytes } from '../providers/generator.ts'
import { requireGeneration } from './find-generation.ts'
import { toGenerationView } from './generation-view.ts'
import { findGenerations, listGenerations } from './queries.ts'

type ListDeps = Pick<Deps, 'db' | 'now' | 'config'>

/**
 * What was asked for on a canvas, or for one tile of it: the latest first. A cursor is the id of the
 * last one. Prompts come without their masks.
 */
export async function generationsOf(
  deps: ListDeps,
  actor: Actor,
  asked: {
    canvasId: CanvasId
    tileId: TileId | undefined
    cursor: GenerationId | undefined
    limit: number
  },
): Promise<{ items: GenerationView[]; nextCursor: string | null }> {
  await requireCanvas(deps, actor, asked.canvasId, 'viewer')
  const wanted = { ...asked, before: asked.cursor ?? null }
  const rows = await listGenerations(deps.db, actor.userId, wanted, asked.limit + 1)
  const page = rows.slice(0, asked.limit)
  return {
    items: await Promise.all(page.map((row) => toGenerationView(deps, row))),
    nextCursor: rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
  }
}

/** Those of the ids that the actor may see; the others are left out. Prompts come without their masks. */
export async function generationsById(
  deps: ListDeps,
  actor: Actor,
  ids: readonly GenerationId[],
): Promise<{ items: GenerationView[]; nextCursor: null }> {
  const rows = await findGenerations(deps.db, actor.userId, ids, actor.readableSpaceIds)
  return {
    items: await Promise.all(rows.map((row) => toGenerationView(deps, row))),
    nextCursor: null,
  }
}

/** One, with the mask of its prompt. Throws `not_found`. */
export async function readWholeGeneration(
  deps: ListDeps & Pick<Deps, 'bucket'>,
  actor: Actor,
  id: GenerationId,
): Promise<GenerationView> {
  const row = await requireGeneration(deps, actor, id, 'viewer')
  const view = await toGenerationView(deps, row)
  if (!row.hasMask) return view
  const stored = await deps.bucket.get(generationMaskKey(id))
  if (!stored) throw new AppError('gone', 'The mask of this picture is not there any more.')
  const bytes = await readStream(stored.body, pictureMaxBytes)
  return { ...view, prompt: { ...view.prompt, mask: Buffer.from(bytes).toString('base64') } }
}
