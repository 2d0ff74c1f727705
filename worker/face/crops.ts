import type { Box } from '#contracts/found'
import type { ExampleId, SpaceId } from '#contracts/ids'
import { ImageEngineError, type ImageSource } from '#contracts/image-engine'
import type { Recipe } from '#contracts/recipe'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { faceCropKey, faceCropsPrefix } from '../originals/keys.ts'
import type { FaceKey } from './face-key.ts'
import { wholeBody } from './whole-body.ts'

/** Around a face, as a share of its own size: hair and chin make a face known to people. */
const margin = 0.3
const cropSidePx = 256

interface SeenAt {
  box: Box
  /** Pixels of the picture as it was looked at: upright, and perhaps smaller than the original. */
  width: number
  height: number
}

/**
 * Cuts a face out and keeps it, encrypted; answers its bytes, or 0 where it could not be cut: an
 * example is known by its descriptor, and the picture of it only helps people.
 */
export async function keepCrop(
  deps: Pick<Deps, 'bucket' | 'imageEngine' | 'log'>,
  key: FaceKey,
  { spaceId, exampleId }: { spaceId: SpaceId; exampleId: ExampleId },
  source: ImageSource,
  seen: SeenAt,
): Promise<number> {
  try {
    const { body } = await deps.imageEngine.run(cropRecipe(seen), source)
    const bytes = await wholeBody(body)
    const sealed = key.seal(exampleId, bytes)
    await deps.bucket.put(faceCropKey(spaceId, exampleId), sealed)
    return sealed.length
  } catch (error) {
    if (!(error instanceof ImageEngineError)) throw error
    deps.log.info('face.crop_failed', { exampleId, code: error.code })
    return 0
  }
}

/** The crop of an example, as WebP. Throws `not_found` where none was kept. */
export async function openCrop(
  deps: Pick<Deps, 'bucket'>,
  key: FaceKey,
  spaceId: SpaceId,
  exampleId: ExampleId,
): Promise<Uint8Array<ArrayBuffer>> {
  const stored = await deps.bucket.get(faceCropKey(spaceId, exampleId))
  if (!stored) throw new AppError('not_found', 'There is no picture of this example.')
  return new Uint8Array(key.open(exampleId, await wholeBody(stored.body)))
}

export async function removeCrop(
  deps: Pick<Deps, 'bucket'>,
  spaceId: SpaceId,
  exampleId: ExampleId,
): Promise<void> {
  await deps.bucket.delete(faceCropKey(spaceId, exampleId))
}

/** Removes these crops, or all of an organization; answers how many there were. */
export async function removeCrops(
  deps: Pick<Deps, 'bucket'>,
  spaceId: SpaceId,
  only: ExampleId[] | null,
): Promise<number> {
  if (only !== null) {
    let removed = 0
    for (const id of only) {
      if (await deps.bucket.head(faceCropKey(spaceId, id))) removed++
    }
    for (let at = 0; at < only.length; at += 1_000) {
      await deps.bucket.delete(only.slice(at, at + 1_000).map((id) => faceCropKey(spaceId, id)))
    }
    return removed
  }
  for (let removed = 0; ; ) {
    const { objects } = await deps.bucket.list({ prefix: faceCropsPrefix(spaceId), limit: 1_000 })
    if (objects.length === 0) return removed
    await deps.bucket.delete(objects.map((object) => object.key))
    removed += objects.length
  }
}

/** Cuts out of the picture at the size at which it was looked at, whatever the original's is. */
export function cropRecipe({ box, width, height }: SeenAt): Recipe {
  const [w, h] = [box.width * width, box.height * height]
  const left = Math.max(0, Math.floor(box.left * width - w * margin))
  const top = Math.max(0, Math.floor(box.top * height - h * margin))
  const right = Math.min(width, Math.ceil((box.left + box.width) * width + w * margin))
  const bottom = Math.min(height, Math.ceil((box.top + box.height) * height + h * margin))
  const [cutWidth, cutHeight] = [Math.max(1, right - left), Math.max(1, bottom - top)]
  return {
    steps: [
      { op: 'resize', width, height, fit: 'fill' },
      { op: 'extract', left, top, width: cutWidth, height: cutHeight },
      { op: 'resize', width: cropSidePx, height: cropSidePx, fit: 'inside' },
    ],
    output: { format: 'webp', quality: 80 },
  }
}
