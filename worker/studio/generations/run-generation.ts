import type { Prompt } from '#contracts/prompt'
import { promptSchema } from '#contracts/prompt'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { readStream } from '../../http/read-body.ts'
import { generationKey, generationMaskKey } from '../../originals/keys.ts'
import {
  GenerationError,
  type MadePicture,
  type PictureBytes,
  pictureMaxBytes,
  type Run,
} from '../providers/generator.ts'
import { readPicture } from '../providers/picture-bytes.ts'
import { sizeFor } from './check-prompt.ts'
import { type GenerationRow, settleGeneration } from './queries.ts'
import { readReference } from './read-reference.ts'
import { resizePicture } from './resize-picture.ts'

/** The longest side of an enlarged picture. */
const enlargedMaxSide = 4_096

/**
 * Makes one picture, or takes a run up again (`resume`), stores it and settles what it cost. Never
 * rejects: however it ends, the generation says so. Resolves to whether it was this call that ended it.
 */
export async function runGeneration(
  deps: Deps,
  row: GenerationRow,
  run: Run,
  how: 'generate' | 'resume',
): Promise<boolean> {
  const settle = (end: Omit<Parameters<typeof settleGeneration>[2], 'now'>) =>
    settleGeneration(deps.db, row.id, { ...end, now: deps.now() })
  const without = { mimeType: null, width: null, height: null }
  try {
    const made = await make(deps, row, run, how)
    run.signal.throwIfAborted()
    await deps.bucket.put(generationKey(row.id), made.bytes, {
      httpMetadata: { contentType: made.mimeType },
    })
    const { mimeType, width, height, costMicros } = made
    const cost = costMicros ?? 'reserved'
    return await settle({ state: 'done', reason: null, mimeType, width, height, cost })
  } catch (error) {
    const failure = toFailure(error, run.signal)
    // What a provider says may repeat the prompt: the code is enough for a log.
    deps.log.info('generation.not_made', { generationId: row.id, code: failure.code })
    if (failure !== error && !(error instanceof AppError) && !run.signal.aborted) {
      deps.log.error('generation.failed', error, { generationId: row.id })
    }
    const state = { cancelled: 'cancelled', refused: 'refused', failed: 'failed' } as const
    const code =
      failure.code === 'cancelled' || failure.code === 'refused' ? failure.code : 'failed'
    return await settle({
      ...without,
      state: state[code],
      reason: failure.code === 'cancelled' ? null : failure.message,
      // Most providers bill what they have begun, whoever still waits for it.
      cost: failure.mayBeBilled ? 'reserved' : 0,
    })
  }
}

async function make(
  deps: Deps,
  row: GenerationRow,
  run: Run,
  how: 'generate' | 'resume',
): Promise<MadePicture> {
  const prompt = promptSchema.parse(JSON.parse(row.prompt))
  if (row.stage === 'upscale') return await enlarge(deps, prompt)
  const chosen = deps.studio().find(prompt.model)
  if (!chosen) throw new GenerationError('unavailable', 'This model is not configured any more.')
  const { generator, model, modelName } = chosen
  if (how === 'resume') {
    if (!generator.resume || row.ticket === null) throw new Error('a run that cannot be resumed')
    return await generator.resume(row.ticket, modelName, run)
  }
  const references: PictureBytes[] = []
  for (const reference of prompt.references) {
    references.push(await readReference(deps, reference, model.referenceMaxSide))
  }
  const { text, negative, seed, steps, strength } = prompt
  return await generator.generate(
    {
      ...{ model: modelName, stage: row.stage, text, negative, seed, steps, strength, references },
      ...sizeFor(row.stage, prompt, model),
      mask: row.hasMask ? await readMask(deps, row) : null,
    },
    run,
  )
}

async function readMask(deps: Pick<Deps, 'bucket'>, row: GenerationRow): Promise<PictureBytes> {
  const stored = await deps.bucket.get(generationMaskKey(row.id))
  if (!stored) throw new AppError('gone', 'The mask is not there any more.')
  const bytes = await readStream(stored.body, pictureMaxBytes)
  return { bytes, mimeType: 'image/png' }
}

/** Twice as large, by resampling: no detail is made up, and the model's name says so. */
async function enlarge(deps: Deps, { references: [first] }: Prompt): Promise<MadePicture> {
  if (first?.kind !== 'generation') throw new Error('an upscale without its picture')
  const { bytes } = await readReference(deps, first, enlargedMaxSide)
  const picture = await readPicture(bytes)
  if (picture === null) throw new AppError('undecodable', 'The picture cannot be read.')
  const [width, height] = [picture.width * 2, picture.height * 2]
  if (Math.max(width, height) > enlargedMaxSide) {
    const detail = `Twice as large it would have more than ${enlargedMaxSide} pixels a side.`
    throw new AppError('too_large', detail)
  }
  const made = await resizePicture(deps, picture, { fit: 'fill', width, height })
  return { ...made, seed: null, costMicros: 0 }
}

function toFailure(error: unknown, signal: AbortSignal): GenerationError {
  if (error instanceof GenerationError) return error
  if (signal.aborted) {
    return new GenerationError('cancelled', 'Nobody waited any more.', { mayBeBilled: true })
  }
  if (error instanceof AppError) return new GenerationError('bad-prompt', error.message)
  const message = 'The vault could not make or keep this picture. Try again.'
  return new GenerationError('unavailable', message, { mayBeBilled: true, cause: error })
}
