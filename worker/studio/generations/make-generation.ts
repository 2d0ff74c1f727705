import type { GenerationView, MakeGeneration } from '#contracts/generations'
import type { CanvasId, GenerationId } from '#contracts/ids'
import type { Prompt } from '#contracts/prompt'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { requireFile } from '../../files/find-file.ts'
import { generationMaskKey } from '../../originals/keys.ts'
import type { Actor } from '../../spaces/access.ts'
import { dayOf } from '../budget/budget.ts'
import { requireLivingCanvas } from '../canvases/find-canvas.ts'
import { fromBase64, readPicture } from '../providers/picture-bytes.ts'
import type { StudioEngines } from '../providers/registry.ts'
import { checkPrompt, sizeFor } from './check-prompt.ts'
import { requireGeneration } from './find-generation.ts'
import { toGenerationView } from './generation-view.ts'
import { findGeneration, reserveGeneration, type ViewedRow } from './queries.ts'

export type MakeDeps = Pick<
  Deps,
  'db' | 'now' | 'config' | 'studio' | 'bucket' | 'generationLane' | 'log'
>

/** How long a picture is kept that nobody wants. */
export const keptMs = 30 * 86_400_000
/** What enlarges pictures here, instead of a model. */
export const enlarger = 'home/lanczos'

/**
 * Asks for a picture: its price is reserved before anything is called, and it begins when it is its
 * turn. Where the day has no room for it, it is answered `over-budget` and nobody is called. The id
 * again answers what there is. Throws `not_found`, `forbidden` below editor, `unknown_model`,
 * `capability_missing` where nobody makes pictures, and `validation_failed` for what the model cannot.
 */
export async function makeGeneration(
  deps: MakeDeps,
  actor: Actor,
  canvasId: CanvasId,
  asked: MakeGeneration,
): Promise<GenerationView> {
  const canvas = await requireLivingCanvas(deps, actor, canvasId, 'editor')
  const known = await findGeneration(deps.db, asked.id, actor.userId)
  if (known) return await takeUp(deps, actor, canvasId, known)
  const { prompt, priceMicros } = await plan(deps, actor, asked)
  if (prompt.mask !== null) await storeMask(deps, asked.id, prompt.mask)
  const now = deps.now()
  const day = dayOf(now)
  await reserveGeneration(deps.db, {
    ...{ id: asked.id, canvasId, tileId: asked.tile, spaceId: canvas.spaceId },
    ...{ userId: actor.userId, stage: asked.stage, day, now, priceMicros },
    prompt: JSON.stringify({ ...prompt, mask: null }),
    hasMask: prompt.mask !== null,
    limitMicros: deps.config.studio.dailyBudgetMicros,
    expiresAt: now + keptMs,
    why: 'This would cost more than is left of today’s budget. It begins anew at midnight UTC.',
  })
  await deps.generationLane(canvasId).begin(canvasId, { stop: asked.replaces })
  const made = await findGeneration(deps.db, asked.id, actor.userId)
  if (!made) throw new AppError('try_again', 'Ask for this picture again.')
  deps.log.info('generation.asked', { generationId: asked.id, stage: asked.stage })
  return await toGenerationView(deps, made)
}

/** Asked before: what there is. One that waits is brought to mind, whatever was lost on the way. */
async function takeUp(
  deps: MakeDeps,
  actor: Actor,
  canvasId: CanvasId,
  known: ViewedRow,
): Promise<GenerationView> {
  if (known.canvasId !== canvasId || known.userId !== actor.userId) {
    throw new AppError('conflict', 'This id is taken. Ask for the picture with another one.')
  }
  if (known.state === 'queued') await deps.generationLane(canvasId).begin(canvasId, { stop: [] })
  return await toGenerationView(deps, known)
}

/** The prompt with its model, and what it can cost at most. */
async function plan(
  deps: MakeDeps,
  actor: Actor,
  { stage, prompt }: MakeGeneration,
): Promise<{ prompt: Prompt; priceMicros: number }> {
  await requireReferences(deps, actor, prompt)
  if (stage === 'upscale') {
    if (prompt.references[0]?.kind === 'generation') {
      return { prompt: { ...prompt, model: enlarger }, priceMicros: 0 }
    }
    const detail = 'To enlarge a picture, name its generation as the first reference.'
    throw new AppError('validation_failed', detail)
  }
  const chosen = requireModel(deps.studio(), prompt.model)
  const named = { ...prompt, model: chosen.model.name }
  checkPrompt(named, chosen.model)
  const priceMicros = chosen.generator.priceMicros({
    ...{ model: chosen.modelName, stage, steps: prompt.steps },
    ...sizeFor(stage, prompt, chosen.model),
    referenceCount: prompt.references.length,
  })
  return { prompt: named, priceMicros }
}

function requireModel(engines: StudioEngines, name: string | null) {
  const chosen = engines.find(name)
  if (chosen) return chosen
  if (engines.generators.length === 0) {
    throw new AppError('capability_missing', 'No provider of pictures is configured here.')
  }
  const names = engines.generators.flatMap(({ models }) => models.map((model) => model.name))
  throw new AppError('unknown_model', `There is no such model. There are ${names.join(', ')}.`)
}

/** Examples are pictures that the actor may see. */
async function requireReferences(deps: MakeDeps, actor: Actor, prompt: Prompt) {
  for (const reference of prompt.references) {
    if (reference.kind === 'generation') {
      await requireGeneration(deps, actor, reference.generation, 'viewer')
      continue
    }
    const { kind } = await requireFile(deps, actor, reference.file, 'viewer')
    if (kind !== 'image') {
      throw new AppError('validation_failed', 'Only pictures can be examples.')
    }
  }
}

async function storeMask(deps: Pick<Deps, 'bucket'>, id: GenerationId, mask: string) {
  const picture = await readPicture(fromBase64(mask))
  if (picture?.mimeType !== 'image/png') {
    throw new AppError('validation_failed', 'The mask is no PNG picture.')
  }
  await deps.bucket.put(generationMaskKey(id), picture.bytes)
}
