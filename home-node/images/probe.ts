import sharp from 'sharp'
import { maxPixels, maxSidePx } from '#contracts/recipe-steps'

export type PictureFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif' | 'heic'

/** A picture as its header declares it; nothing has been decoded. Sizes are after orientation. */
export interface Picture {
  kind: 'picture'
  format: PictureFormat
  width: number
  height: number
  /** How many pictures an animation has; 1 for all else, also for one that is stored turned. */
  frames: number
  hasAlpha: boolean
  /** Raw blocks, as the file holds them. */
  exif: Uint8Array | null
  iptc: Uint8Array | null
  xmp: Uint8Array | null
  icc: Uint8Array | null
}

/** Why there is nothing to show, with a sentence for people. */
export interface NoPicture {
  kind: 'none'
  reason: 'unsupported' | 'undecodable' | 'too_large'
  note: string
  width: number | null
  height: number | null
}

export const unsupportedNote = 'No preview for this kind of file yet.'
export const undecodableNote = 'This picture is damaged or incomplete and cannot be shown.'
export const slowNote = 'This picture takes too long to decode, so it has no preview.'

/** Largest file that is decoded at all, in bytes. */
export const maxPictureBytes = 100_000_000

/** Most pixels that all frames of an animation may declare together: 25 pictures of full size. */
const maxAnimationPixels = 25 * maxPixels

/**
 * Says by magic bytes and header what a file is, before any pixel is decoded: reads a few hundred
 * bytes of most files and never allocates by what a header declares. Never rejects.
 */
export async function probePicture(bytes: Uint8Array): Promise<Picture | NoPicture> {
  const format = sniffFormat(bytes)
  if (format === null) return none('unsupported', unsupportedNote)
  if (bytes.length > maxPictureBytes) {
    return none('too_large', 'This file is over 100 MB: too large to preview.')
  }
  // libpng calls a declared side over a million pixels a corrupt header; say what it really is.
  const declared = format === 'png' ? pngSize(bytes) : null
  if (declared && isTooLarge(declared)) return tooLarge(declared)
  try {
    const header = await sharp(bytes, { failOn: 'none', limitInputPixels: false }).metadata()
    const { width, height } = header.autoOrient
    if (isTooLarge({ width, height })) return tooLarge({ width, height })
    if ((header.pages ?? 1) * width * height > maxAnimationPixels) {
      return none('too_large', 'This animation has too many frames to preview.', { width, height })
    }
    return {
      kind: 'picture',
      format: format === 'avif' && header.compression !== 'av1' ? 'heic' : format,
      width,
      height,
      frames: isMovingFormat(format) && (header.orientation ?? 1) === 1 ? (header.pages ?? 1) : 1,
      hasAlpha: header.hasAlpha,
      exif: header.exif ?? null,
      iptc: header.iptc ?? null,
      xmp: header.xmp ?? null,
      icc: header.icc ?? null,
    }
  } catch {
    return none('undecodable', undecodableNote)
  }
}

/** The format by magic bytes; HEIC answers `avif` until the header names its codec. */
function sniffFormat(bytes: Uint8Array): PictureFormat | null {
  const start = latin1(bytes, 0, 16)
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'gif'
  if (start.startsWith('RIFF') && start.startsWith('WEBP', 8)) return 'webp'
  if (start.startsWith('ftyp', 4) && heifBrands.has(start.slice(8, 12))) return 'avif'
  return null
}

/** AVIF and HEIC count other things as pages: a burst, a depth map. */
function isMovingFormat(format: PictureFormat): boolean {
  return format === 'gif' || format === 'webp'
}

/** One character per byte; TextDecoder's `latin1` is Windows-1252 and would change some. */
function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to))
}

const heifBrands = new Set([
  ...['avif', 'avis', 'mif1', 'msf1', 'mif2'],
  ...['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'],
])

interface Size {
  width: number
  height: number
}

function pngSize(bytes: Uint8Array): Size | null {
  if (bytes.length < 24 || latin1(bytes, 12, 16) !== 'IHDR') return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

function isTooLarge({ width, height }: Size): boolean {
  return width > maxSidePx || height > maxSidePx || width * height > maxPixels
}

function tooLarge(size: Size): NoPicture {
  const text = `${grouped(size.width)} × ${grouped(size.height)}`
  return none(
    'too_large',
    `This picture says it is ${text} pixels: too large to preview (at most 12,000 a side and 100 megapixels).`,
    size,
  )
}

/** `12,000`; loading a locale for this would take longer than the whole probe. */
function grouped(whole: number): string {
  return String(whole).replace(/(?<=\d)(?=(\d{3})+$)/g, ',')
}

/** Declared sizes beyond anything real are not passed on. */
const maxBelievablePx = 1_000_000

function none(reason: NoPicture['reason'], note: string, size?: Size): NoPicture {
  const believable = size && Math.max(size.width, size.height) <= maxBelievablePx
  return {
    kind: 'none',
    reason,
    note,
    width: believable && size.width > 0 ? size.width : null,
    height: believable && size.height > 0 ? size.height : null,
  }
}
