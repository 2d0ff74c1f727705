import {
  type ImageEngine,
  ImageEngineError,
  type ImageSource,
  type MadeImage,
} from '#contracts/image-engine'
import type { Recipe } from '#contracts/recipe'
import { applyStep, refuseUnknown, type StepTools } from '../transforms/apply-step.ts'
import { mimeTypes } from '../transforms/encode.ts'
import type { FindFaces } from '../transforms/focus.ts'
import { openWork } from '../transforms/open-work.ts'
import { tooLongNote } from '../transforms/work.ts'
import { writePicture } from '../transforms/write-picture.ts'
import { blameFor, fitInside, openPicture, toRaster, whenCoreIsFree } from './decode.ts'
import { maxPictureBytes, type Picture, probePicture, undecodableNote } from './probe.ts'
import { readSource, SourceTooLargeError } from './read-source.ts'

/**
 * The complete image engine, on sharp (and libheif for HEIC): every step of the contract in the order
 * of the recipe, see `../transforms/`. Results are upright and in sRGB. Pictures that are too large
 * or too slow are refused by `too_large`, what is no picture or broken by `undecodable`, a source
 * that cannot be read by `offline`, and what only a model could do by `capability_missing`.
 */
export function makeSharpEngine(findFaces: FindFaces | null = null): ImageEngine {
  return {
    async run(recipe, source, overlays = []) {
      const bytes = await bytesOf(source)
      const picture = await pictureIn(bytes)
      try {
        return await whenCoreIsFree(async () => {
          const tools = { overlays: await openOverlays(overlays), findFaces }
          return await make(recipe, bytes, picture, tools)
        })
      } catch (error) {
        if (error instanceof ImageEngineError) throw error
        const blame = blameFor(error)
        if (blame === 'undecodable') throw new ImageEngineError(blame, undecodableNote, error)
        if (blame === 'slow') throw new ImageEngineError('too_large', tooLongNote, error)
        throw new ImageEngineError('offline', 'The home node could not decode it now.', error)
      }
    },
  }
}

async function make(
  recipe: Recipe,
  bytes: Uint8Array,
  picture: Picture,
  tools: StepTools,
): Promise<MadeImage> {
  refuseUnknown(recipe.steps, tools)
  const opened = await openWork(bytes, picture, recipe.output)
  let work = opened.work
  for (const step of recipe.steps) work = await applyStep(work, step, tools)
  const written = await writePicture(work, recipe.output, picture, opened.timing)
  const { width, height } = written
  const mimeType = mimeTypes[recipe.output.format]
  return { body: streamOf(written.bytes), mimeType, width, height }
}

/** Pixels a side at which pictures to draw are decoded: sharp enough, and a bound for memory. */
const maxOverlayPx = 3_000

/** The pictures that a recipe draws, decoded. */
async function openOverlays(overlays: ImageSource[]): Promise<StepTools['overlays']> {
  const rasters: StepTools['overlays'] = new Map()
  for (const overlay of overlays) {
    const bytes = await bytesOf(overlay)
    const picture = await pictureIn(bytes)
    const { width, height } = fitInside(picture, { width: maxOverlayPx, height: maxOverlayPx })
    const opened = (await openPicture(bytes, picture)).resize({ width, height, fit: 'fill' })
    rasters.set(overlay.sha256, await toRaster(opened))
  }
  return rasters
}

async function bytesOf(source: ImageSource): Promise<Uint8Array> {
  return await readSource(source, maxPictureBytes).catch((error: unknown) => {
    if (error instanceof SourceTooLargeError) {
      throw new ImageEngineError('too_large', error.message, error)
    }
    throw new ImageEngineError('offline', 'The picture could not be read.', error)
  })
}

async function pictureIn(bytes: Uint8Array): Promise<Picture> {
  const picture = await probePicture(bytes)
  if (picture.kind === 'picture') return picture
  const code = picture.reason === 'too_large' ? 'too_large' : 'undecodable'
  throw new ImageEngineError(code, picture.note)
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
}
