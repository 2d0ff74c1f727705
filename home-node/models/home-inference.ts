import { coloursEngine } from '#contracts/colours'
import type { FileTag } from '#contracts/file-tags'
import type { ImageSource } from '#contracts/image-engine'
import { type Inference, InferenceError, noInference } from '#contracts/inference'
import {
  blameFor,
  fitInside,
  openPicture,
  type Raster,
  tinyBox,
  toRaster,
  whenCoreIsFree,
} from '../images/decode.ts'
import { maxPictureBytes, probePicture, slowNote, undecodableNote } from '../images/probe.ts'
import { readSource, SourceTooLargeError } from '../images/read-source.ts'
import { nameColours } from './colours.ts'
import { type Embedder, noEmbedder } from './embedder.ts'
import { type FaceFinder, facePictureBox } from './face-finder.ts'

/** Colour tags of an RGBA raster; the probability is the colour's share of the picture. */
export function colourTags({ pixels }: Raster): FileTag[] {
  return nameColours(pixels).map(({ name, share }) => ({
    label: name,
    probability: share,
    engine: coloursEngine,
  }))
}

/**
 * What the home node can tell with the engines that ship with it, a picture's colours, and with the
 * models that were fetched.
 */
export function makeHomeInference(
  embedder: Embedder = noEmbedder,
  faces: FaceFinder | null = null,
): Inference {
  return {
    ...noInference,
    ...(faces && {
      faceModels: () => faces.models(),
      detectFaces: async (source, question) => {
        const raster = await rasterOf(source, facePictureBox)
        return await faces.find(raster, question).catch((error: unknown) => {
          if (error instanceof InferenceError) throw error
          throw new InferenceError('offline', 'The networks for faces cannot run now.', error)
        })
      },
    }),
    async engines() {
      const chosen = embedder.model()
      return [
        { capability: 'tag', engine: coloursEngine },
        ...((await faces?.embedderNames()) ?? []).map((engine) => ({
          capability: 'detectFaces' as const,
          engine,
        })),
        ...embedder.textModels().map((engine) => ({ capability: 'embedText' as const, engine })),
        ...(chosen === null ? [] : [{ capability: 'embedImage' as const, engine: chosen }]),
      ]
    },
    async embedText(texts, model) {
      const embedded = await embedder.embedTexts(texts, model).catch((error: unknown) => {
        throw new InferenceError('offline', 'The model cannot run now.', error)
      })
      if (embedded) return embedded
      throw new InferenceError('capability_missing', 'The home node has no model for texts.')
    },
    async tag(source) {
      return colourTags(await rasterOf(source, tinyBox))
    },
  }
}

/** A picture, upright and with its transparency, no larger than `box`. Throws `InferenceError`. */
async function rasterOf(
  source: ImageSource,
  box: { width: number; height: number },
): Promise<Raster> {
  const bytes = await readSource(source, maxPictureBytes).catch((error: unknown) => {
    if (error instanceof SourceTooLargeError) {
      throw new InferenceError('undecodable', error.message, error)
    }
    throw new InferenceError('offline', 'The picture could not be read.', error)
  })
  const picture = await probePicture(bytes)
  if (picture.kind === 'none') throw new InferenceError('undecodable', picture.note)
  try {
    return await whenCoreIsFree(async () => {
      const size = fitInside(picture, box)
      const opened = await openPicture(bytes, picture)
      return await toRaster(opened.resize({ ...size, fit: 'fill' }).ensureAlpha())
    })
  } catch (error) {
    const blame = blameFor(error)
    if (blame === 'machine') {
      throw new InferenceError('offline', 'The home node could not decode it now.', error)
    }
    throw new InferenceError('undecodable', blame === 'slow' ? slowNote : undecodableNote, error)
  }
}
