import { rgbaToThumbHash } from 'thumbhash'
import type { IngestResult } from '#contracts/jobs'
import { renditionRecipe } from '#contracts/recipe'
import type { RenditionName } from '#contracts/renditions'
import { colourTags } from '../models/home-inference.ts'
import {
  blameFor,
  fitInside,
  openPicture,
  openRaster,
  type Raster,
  tinyBox,
  toRaster,
  webpEffort,
  whenCoreIsFree,
} from './decode.ts'
import { readShutterFacts } from './metadata.ts'
import { type Picture, probePicture, slowNote, undecodableNote } from './probe.ts'

export interface IngestedPicture {
  result: IngestResult
  renditions: { name: RenditionName; bytes: Uint8Array }[]
}

/**
 * Everything the pipeline finds in one file, from one decode: size, time and camera, both
 * renditions, thumbhash and colour tags.
 *
 * `hint.mimeType` only words the note; the type comes from the bytes. A file that cannot be shown
 * gives `preview: 'none'` and a sentence. Rejects only when the machine failed, not the picture.
 */
export async function ingestPicture(
  bytes: Uint8Array,
  hint: { mimeType: string },
): Promise<IngestedPicture> {
  const picture = await probePicture(bytes)
  if (picture.kind === 'none') {
    const isCalledPicture = picture.reason === 'unsupported' && namesPicture(hint.mimeType)
    return withoutPreview(isCalledPicture ? undecodableNote : picture.note, picture)
  }
  const facts = await readShutterFacts(picture.exif)
  try {
    const made = await whenCoreIsFree(() => makeAll(bytes, picture))
    const { width, height } = picture
    return {
      result: { preview: 'ready', previewNote: null, width, height, ...facts, ...made.result },
      renditions: made.renditions,
    }
  } catch (error) {
    const blame = blameFor(error)
    if (blame === 'machine') throw error
    return withoutPreview(blame === 'slow' ? slowNote : undecodableNote, { ...picture, ...facts })
  }
}

async function makeAll(bytes: Uint8Array, picture: Picture) {
  const large = fitInside(picture, renditionRecipe('1600').steps[0] ?? picture)
  const small = fitInside(picture, renditionRecipe('320').steps[0] ?? picture)
  const source = await openPicture(bytes, picture)
  const largeRaster = await toRaster(source.resize({ ...large, fit: 'fill' }))
  const [largeWebp, fromSmall] = await Promise.all([
    encodeRendition('1600', largeRaster),
    makeFromSmall(largeRaster, small),
  ])
  const renditions = [
    { name: '320' as const, bytes: fromSmall.webp },
    { name: '1600' as const, bytes: largeWebp },
  ]
  return {
    renditions,
    result: {
      thumbhash: fromSmall.thumbhash,
      tags: fromSmall.tags,
      renditions: [
        { name: '320' as const, ...small, sizeBytes: fromSmall.webp.length },
        { name: '1600' as const, ...large, sizeBytes: largeWebp.length },
      ],
    },
  }
}

/** The small rendition, and what is read off a tiny raster of it. */
async function makeFromSmall(large: Raster, size: { width: number; height: number }) {
  const small = await toRaster(openRaster(large).resize({ ...size, fit: 'fill' }))
  const [webp, tiny] = await Promise.all([encodeRendition('320', small), shrinkToTiny(small)])
  const thumbhash = rgbaToThumbHash(tiny.width, tiny.height, tiny.pixels)
  return { webp, thumbhash: Buffer.from(thumbhash).toString('base64'), tags: colourTags(tiny) }
}

function encodeRendition(name: RenditionName, raster: Raster): Promise<Buffer> {
  const { quality } = renditionRecipe(name).output
  return openRaster(raster).webp({ quality, effort: webpEffort }).toBuffer()
}

/** Always four channels, as a thumbhash takes them. */
function shrinkToTiny(raster: Raster): Promise<Raster> {
  const size = fitInside(raster, tinyBox)
  return toRaster(
    openRaster(raster)
      .resize({ ...size, fit: 'fill' })
      .ensureAlpha(),
  )
}

/** Vector drawings say `image/` too, and are files, not damaged pictures. */
function namesPicture(mimeType: string): boolean {
  return /^image\/(jpeg|png|gif|webp|avif|heic|heif)$/.test(mimeType)
}

function withoutPreview(
  previewNote: string,
  known: Partial<Pick<IngestResult, 'width' | 'height' | 'takenAt' | 'camera'>>,
): IngestedPicture {
  const { width = null, height = null, takenAt = null, camera = null } = known
  return {
    result: {
      preview: 'none',
      previewNote,
      ...{ width, height, takenAt, camera },
      thumbhash: null,
      renditions: [],
      tags: [],
    },
    renditions: [],
  }
}
