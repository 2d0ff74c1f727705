import type { FolderId, Sha256, SpaceId } from '#contracts/ids'
import { maxPixels, maxSidePx } from '#contracts/recipe-steps'
import { AppError } from '../errors.ts'
import type { SettleDeps, Taken } from '../files/settle-file.ts'
import { sniffBytes, sniffType } from '../files/sniff-type.ts'
import { uploadFile } from '../files/upload-file.ts'
import type { Actor } from '../spaces/access.ts'
import { formatOf } from './image-view.ts'
import { type PictureHeader, readHeader } from './read-header.ts'

/** Most pixels that all pictures of an animation may declare together: 25 pictures of full size. */
const animationPixelsMax = 25 * maxPixels

export interface IncomingImage {
  name: string
  space?: SpaceId | undefined
  folder?: FolderId | undefined
  sha256?: Sha256 | undefined
  bytes: Uint8Array
}

/**
 * Takes a picture in, as every other file is taken, once its header has said that it is one of the
 * formats and sizes we take. Throws `empty_body`, `too_large` (bytes or pixels), `unsupported_type`,
 * `undecodable`, and as `uploadFile` does.
 */
export async function uploadImage(
  deps: SettleDeps,
  actor: Actor,
  { bytes, ...incoming }: IncomingImage,
): Promise<Taken> {
  const { imageApiMaxBytes } = deps.config
  if (bytes.length > imageApiMaxBytes) {
    throw new AppError('too_large', `One image takes at most ${imageApiMaxBytes} bytes here.`)
  }
  if (bytes.length === 0) throw new AppError('empty_body', 'The image is empty.')
  const { width, height } = await requirePicture(bytes)
  return await uploadFile(deps, actor, {
    ...incoming,
    dimensions: { width, height },
    sizeBytes: bytes.length,
    body: new Blob([new Uint8Array(bytes)]).stream(),
  })
}

async function requirePicture(bytes: Uint8Array): Promise<PictureHeader> {
  const { mimeType } = await sniffType(bytes.subarray(0, sniffBytes))
  const format = formatOf(mimeType)
  if (format === null) {
    const detail =
      'This is not a JPEG, PNG, GIF, WebP or AVIF picture. Other files go to /api/files.'
    throw new AppError('unsupported_type', detail)
  }
  const header = readHeader(format, bytes)
  if (!header) {
    throw new AppError('undecodable', 'This picture is damaged or incomplete. Nothing was kept.')
  }
  const { width, height, frames } = header
  const pixels = width * height
  if (Math.max(width, height) > maxSidePx || pixels > maxPixels) {
    const limit = `${maxSidePx} pixels a side and ${maxPixels / 1e6} megapixels`
    throw new AppError(
      'too_large',
      `This picture has ${width} by ${height} pixels; at most ${limit}.`,
    )
  }
  if (pixels * frames > animationPixelsMax) {
    throw new AppError('too_large', `This animation has too many pictures: ${frames}.`)
  }
  return header
}
