import { rgbaToThumbHash } from 'thumbhash'
import { keywordEngine } from '#contracts/file-tags'
import type { IngestResult } from '#contracts/jobs'
import { renditionBox, renditionRecipe } from '#contracts/recipe'
import type { RenditionName, StoredRenditionName } from '#contracts/renditions'
import { colourTags } from '../models/home-inference.ts'
import { movingWebp } from './animation.ts'
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
import { readMetadata } from './metadata.ts'
import { perceptualHash } from './perceptual-hash.ts'
import { nameOfPlace } from './places.ts'
import { type Picture, probePicture, slowNote, undecodableNote } from './probe.ts'

export interface IngestedPicture {
  result: IngestResult
  renditions: { name: StoredRenditionName; bytes: Uint8Array }[]
}

/**
 * Everything the pipeline finds in one file, from one decode: size, metadata, both renditions (an
 * animation's large one moves), thumbhash, perceptual hash, and tags: keywords and colours.
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
  const facts = await factsOf(picture)
  try {
    const made = await whenCoreIsFree(() => makeAll(bytes, picture))
    const { width, height } = picture
    const tags = [...keywordTags(facts.metadata.keywords), ...made.result.tags]
    return {
      result: {
        preview: 'ready',
        previewNote: null,
        width,
        height,
        ...facts,
        ...made.result,
        tags,
      },
      renditions: made.renditions,
    }
  } catch (error) {
    const blame = blameFor(error)
    if (blame === 'machine') throw error
    return withoutPreview(blame === 'slow' ? slowNote : undecodableNote, { ...picture, ...facts })
  }
}

/** What the picture says of itself, and the name of where it was taken. */
async function factsOf(picture: Picture) {
  const { camera, metadata } = await readMetadata(picture)
  const { takenAt, latitude, longitude } = metadata
  const placeName =
    latitude === null || longitude === null ? null : await nameOfPlace(latitude, longitude)
  return {
    ...{ camera, takenAt, metadata: { ...metadata, placeName } },
    isAnimated: picture.frames > 1,
  }
}

export function keywordTags(keywords: string[]): IngestResult['tags'] {
  return keywords.map((label) => ({ label, probability: 1, engine: keywordEngine }))
}

async function makeAll(bytes: Uint8Array, picture: Picture) {
  const large = fitInside(picture, renditionBox('1600'))
  const small = fitInside(picture, renditionBox('320'))
  const source = await openPicture(bytes, picture)
  const largeRaster = await toRaster(source.resize({ ...large, fit: 'fill' }))
  const { quality } = renditionRecipe('1600').output
  const moving = picture.frames > 1 ? await movingWebp(bytes, picture, { ...large, quality }) : null
  const [largeWebp, fromSmall] = await Promise.all([
    moving?.bytes ?? encodeRendition('1600', largeRaster),
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
      perceptualHash: fromSmall.perceptualHash,
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
  const [webp, tiny, hash] = await Promise.all([
    encodeRendition('320', small),
    shrinkToTiny(small),
    perceptualHash(small),
  ])
  const thumbhash = Buffer.from(rgbaToThumbHash(tiny.width, tiny.height, tiny.pixels))
  return {
    ...{ webp, thumbhash: thumbhash.toString('base64') },
    ...{ perceptualHash: hash, tags: colourTags(tiny) },
  }
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

type Known = Partial<Pick<IngestResult, 'width' | 'height' | 'takenAt' | 'camera' | 'metadata'>>

/** `known` may hold more than what is told of a file without a preview. */
function withoutPreview(previewNote: string, known: Known): IngestedPicture {
  const { width = null, height = null, takenAt = null, camera = null, metadata } = known
  return {
    result: {
      preview: 'none',
      previewNote,
      ...{ width, height, takenAt, camera },
      thumbhash: null,
      renditions: [],
      tags: keywordTags(metadata?.keywords ?? []),
      ...(metadata && { metadata }),
    },
    renditions: [],
  }
}
