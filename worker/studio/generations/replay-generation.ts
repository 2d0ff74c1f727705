import type { GenerationView } from '#contracts/generations'
import type { GenerationId } from '#contracts/ids'
import { promptSchema } from '#contracts/prompt'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { readStream } from '../../http/read-body.ts'
import { generationMaskKey } from '../../originals/keys.ts'
import type { Actor } from '../../spaces/access.ts'
import { pictureMaxBytes } from '../providers/generator.ts'
import { requireGeneration } from './find-generation.ts'
import { enlarger, type MakeDeps, makeGeneration } from './make-generation.ts'

/**
 * Makes the same picture again from its record, as another generation of the same tile. Throws
 * `conflict` with a sentence where its model is gone or makes another picture each time, and as
 * `makeGeneration` does.
 */
export async function replayGeneration(
  deps: MakeDeps,
  actor: Actor,
  id: GenerationId,
  as: GenerationId,
): Promise<GenerationView> {
  const row = await requireGeneration(deps, actor, id, 'editor')
  const prompt = promptSchema.parse(JSON.parse(row.prompt))
  const model = deps.studio().find(prompt.model)?.model
  if (prompt.model !== enlarger && !model) {
    const detail = `${prompt.model} is not configured any more: this picture cannot be made again.`
    throw new AppError('conflict', detail)
  }
  if (model && !model.isRepeatable) {
    const detail = `${model.label} makes another picture each time: this one cannot be made again.`
    throw new AppError('conflict', detail)
  }
  const mask = row.hasMask ? await readMask(deps, id) : null
  const asked = { id: as, tile: row.tileId, stage: row.stage, replaces: [] }
  return await makeGeneration(deps, actor, row.canvasId, { ...asked, prompt: { ...prompt, mask } })
}

async function readMask(deps: Pick<Deps, 'bucket'>, id: GenerationId): Promise<string> {
  const stored = await deps.bucket.get(generationMaskKey(id))
  if (!stored) throw new AppError('gone', 'The mask of this picture is not there any more.')
  return Buffer.from(await readStream(stored.body, pictureMaxBytes)).toString('base64')
}
