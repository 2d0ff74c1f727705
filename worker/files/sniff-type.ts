import { fileTypeFromBuffer } from 'file-type'
import type { FileKind } from '#contracts/files'

export const opaqueType = 'application/octet-stream'

/** Pictures that a home node may be able to decode. */
const pictures = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/heic',
  'image/heif',
  'image/tiff',
  'image/bmp',
  'image/jxl',
])

/** How many leading bytes are enough to tell a type. */
export const sniffBytes = 4_100

/**
 * The type by magic bytes; names and headers of the upload have no say. Text, SVG, HTML and what is
 * not known are opaque bytes: kept, and only ever served as an attachment.
 */
export async function sniffType(head: Uint8Array): Promise<{ mimeType: string; kind: FileKind }> {
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  if (!found) return { mimeType: opaqueType, kind: 'other' }
  // A PNG that moves: shown by whoever shows PNG, and at rest by whoever does not know it.
  if (found.mime === 'image/apng') return { mimeType: 'image/png', kind: 'image' }
  if (pictures.has(found.mime)) return { mimeType: found.mime, kind: 'image' }
  if (found.mime.startsWith('video/')) return { mimeType: found.mime, kind: 'video' }
  if (found.mime === 'image/svg+xml' || found.mime.startsWith('text/') || /xml/.test(found.mime)) {
    return { mimeType: opaqueType, kind: 'other' }
  }
  return { mimeType: found.mime, kind: 'other' }
}

/** Whether a home node looks into files of this kind; of all others there is nothing to show. */
export function isIngested(kind: FileKind): boolean {
  return kind !== 'other'
}
