import type { Sharp } from 'sharp'
import { type ImageEngine, ImageEngineError, type MadeImage } from '#contracts/image-engine'
import type { Recipe } from '#contracts/recipe'
import { sizeAfter } from '#contracts/recipe-size'
import type { Step } from '#contracts/recipe-steps'
import { blameFor, openPicture, webpEffort, whenCoreIsFree } from './decode.ts'
import { maxPictureBytes, type Picture, probePicture, slowNote, undecodableNote } from './probe.ts'
import { readSource, SourceTooLargeError } from './read-source.ts'

const mimeTypes = {
  webp: 'image/webp',
  jpeg: 'image/jpeg',
  png: 'image/png',
  avif: 'image/avif',
  gif: 'image/gif',
} satisfies Record<Recipe['output']['format'], string>

/**
 * The complete image engine, on sharp (and libheif for HEIC). First frame only; results are
 * oriented, in sRGB and carry no metadata. Pictures that are too large or too slow are refused by
 * `too_large`, what is no picture or broken by `undecodable`, and a source that cannot be read by
 * `offline`.
 */
export function makeSharpEngine(): ImageEngine {
  return {
    async run(recipe, source) {
      const bytes = await readSource(source, maxPictureBytes).catch((error: unknown) => {
        if (error instanceof SourceTooLargeError) {
          throw new ImageEngineError('too_large', error.message, error)
        }
        throw new ImageEngineError('offline', 'The picture could not be read.', error)
      })
      const picture = await probePicture(bytes)
      if (picture.kind === 'none') {
        const code = picture.reason === 'too_large' ? 'too_large' : 'undecodable'
        throw new ImageEngineError(code, picture.note)
      }
      try {
        return await whenCoreIsFree(() => make(recipe, bytes, picture))
      } catch (error) {
        if (error instanceof ImageEngineError) throw error
        const blame = blameFor(error)
        if (blame === 'undecodable') throw new ImageEngineError(blame, undecodableNote, error)
        if (blame === 'slow') throw new ImageEngineError('too_large', slowNote, error)
        throw new ImageEngineError('offline', 'The home node could not decode it now.', error)
      }
    },
  }
}

async function make(recipe: Recipe, bytes: Uint8Array, picture: Picture): Promise<MadeImage> {
  // Steps in a row shrink to one size: one resampling is sharper and quicker than several.
  const unknown = recipe.steps.find((step) => !onlyResizes(step))
  if (unknown) {
    throw new ImageEngineError('undecodable', `This engine cannot do ${unknown.op} yet.`)
  }
  const { width, height } = recipe.steps.reduce(sizeAfter, picture)
  const opened = await openPicture(bytes, picture)
  const { data, info } = await encode(
    opened.resize({ width, height, fit: 'fill' }),
    recipe.output,
  ).toBuffer({ resolveWithObject: true })
  return {
    body: streamOf(data),
    mimeType: mimeTypes[recipe.output.format],
    width: info.width,
    height: info.height,
  }
}

function onlyResizes(step: Step): boolean {
  if (step.op !== 'resize') return step.op === 'scale'
  return step.fit !== 'cover' && step.fit !== 'contain'
}

function encode(pipeline: Sharp, { format, quality }: Recipe['output']): Sharp {
  switch (format) {
    case 'webp':
      return pipeline.webp({ quality, effort: webpEffort })
    case 'jpeg':
      // JPEG has no transparency: what shows through is white, not black.
      return pipeline.flatten({ background: '#ffffff' }).jpeg({ quality })
    case 'png':
      // PNG is lossless; sharp would take a quality as a wish for fewer colours.
      return pipeline.png()
    case 'avif':
      return pipeline.avif({ quality, effort: 2 })
    case 'gif':
      return pipeline.gif()
  }
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
}
