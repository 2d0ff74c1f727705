import type { FileId, Sha256 } from '#contracts/ids'
import type { ImageMaker, MadeImage } from '#contracts/image-engine'
import { canonicalRecipe, overlaysOf, type Recipe } from '#contracts/recipe'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { FoundFile } from '../files/find-file.ts'
import { engineProblem } from '../images/engine-problem.ts'
import { imageSourceOf } from '../images/image-source.ts'
import { saveTransform, type TransformRow } from './queries.ts'

/** What is made is held whole, since R2 takes streams of known length only. */
const maxResultBytes = 50_000_000

/** What is to be made: of which file, with the pictures that are drawn over it. */
export interface WantedTransform {
  file: FoundFile
  overlays: FoundFile[]
  recipe: Recipe
  hash: Sha256
  storageKey: string
}

export type MakeDeps = Pick<
  Deps,
  | 'config'
  | 'db'
  | 'bucket'
  | 'originals'
  | 'imageEngine'
  | 'log'
  | 'now'
  | 'defer'
  | 'spaceRoom'
  | 'figures'
>

/**
 * Has the engine make a picture and stores it, with its row; its bytes need not be read back. Throws `undecodable`, `too_large`,
 * `home_node_offline`, `gone`, or `not_found` when the file was purged meanwhile.
 */
export async function makeTransform(
  deps: MakeDeps,
  wanted: WantedTransform,
): Promise<{ row: TransformRow; body: ReadableStream }> {
  const { file, recipe, hash, storageKey } = wanted
  const startedAt = deps.now()
  const { made, bytes } = await runRecipe(deps, wanted)
  const row: TransformRow = {
    fileId: file.id,
    ...{ hash, storageKey, recipe: canonicalRecipe(recipe), format: recipe.output.format },
    ...{ width: made.width, height: made.height, sizeBytes: bytes.byteLength },
    createdAt: deps.now(),
  }
  try {
    await deps.bucket.put(storageKey, bytes, { httpMetadata: { contentType: made.mimeType } })
  } catch (error) {
    // R2 takes one write a second of a key, and may be away: whoever asked gets the picture all the same.
    deps.log.error('transform.not_stored', error, { fileId: file.id })
    return { row, body: new Blob([bytes]).stream() }
  }
  const owner = { spaceId: file.spaceId, countBytes: deps.config.quotaCountsRenditions }
  const { saved, evictedKeys } = await saveTransform(deps.db, row, owner)
  if (!saved) {
    await deps.bucket.delete(storageKey)
    throw new AppError('not_found', 'There is no such image.')
  }
  deps.defer(deps.spaceRoom(file.spaceId).wakeWebhooks())
  if (evictedKeys.length > 0) deps.defer(deps.bucket.delete(evictedKeys))
  const durationMs = deps.now() - startedAt
  countMade(deps, recipe, made.maker ?? 'home', durationMs)
  deps.log.info('transform.made', { fileId: file.id, steps: recipe.steps.length, durationMs })
  return { row, body: new Blob([bytes]).stream() }
}

function countMade(
  { figures }: Pick<MakeDeps, 'figures'>,
  { steps, output }: Recipe,
  maker: ImageMaker,
  ms: number,
): void {
  figures.count('maker', maker, ms)
  for (const op of new Set(steps.map((step) => step.op))) figures.count('operation', op, ms)
  figures.count('operation', `as ${output.format}`, ms)
}

/** Has the engine make a picture, and holds it whole. Throws as `makeTransform` does. */
export async function runRecipe(
  deps: MakeDeps,
  { file, overlays, recipe }: Pick<WantedTransform, 'file' | 'overlays' | 'recipe'>,
): Promise<{ made: MadeImage; bytes: Uint8Array }> {
  const drawn = overlaysOf(recipe).map((sha256) => {
    const found = overlays.find((overlay) => overlay.sha256 === sha256)
    if (!found) throw new Error('a recipe draws only pictures that were looked up')
    return imageSourceOf(deps, found)
  })
  try {
    const made = await deps.imageEngine.run(recipe, imageSourceOf(deps, file), drawn)
    return { made, bytes: await readWhole(made.body) }
  } catch (error) {
    throw engineProblem(error)
  }
}

async function readWhole(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > maxResultBytes) {
      const most = `${maxResultBytes / 1e6} MB`
      throw new AppError('too_large', `The picture would be larger than ${most}: make it smaller.`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, sizeBytes)
}

/** Names the hash of a watermark's file, or throws for one that was not found. */
export function hashLookup(overlays: FoundFile[]): (id: FileId) => Sha256 {
  return (id) => {
    const found = overlays.find((overlay) => overlay.id === id)
    if (found) return found.sha256
    throw new AppError('validation_failed', '“watermark” names a picture that is not there.')
  }
}
