import { coloursEngine } from '#contracts/colours'
import type { FileTag } from '#contracts/file-tags'
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
export function makeHomeInference(embedder: Embedder = noEmbedder): Inference {
  return {
    ...noInference,
    async engines() {
      const chosen = embedder.model()
      return [
        { capability: 'tag', engine: coloursEngine },
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
          const size = fitInside(picture, tinyBox)
          const opened = await openPicture(bytes, picture)
          return colourTags(await toRaster(opened.resize({ ...size, fit: 'fill' }).ensureAlpha()))
        })
      } catch (error) {
        const blame = blameFor(error)
        if (blame === 'machine') {
          throw new InferenceError('offline', 'The home node could not decode it now.', error)
        }
        throw new InferenceError(
          'undecodable',
          blame === 'slow' ? slowNote : undecodableNote,
          error,
        )
      }
    },
  }
}
