import { sniffBytes, sniffType } from '../../files/sniff-type.ts'
import { readHeader } from '../../image-api/read-header.ts'
import { malformed, type Provider } from './ask-provider.ts'
import { type PictureBytes, pictureMaxBytes } from './generator.ts'

const formats = { 'image/png': 'png', 'image/jpeg': 'jpeg', 'image/webp': 'webp' } as const

/** The type and size of a picture by its own bytes; null when it is none of those that are taken. */
export async function readPicture(
  bytes: Uint8Array,
): Promise<(PictureBytes & { width: number; height: number }) | null> {
  if (bytes.length > pictureMaxBytes) return null
  const { mimeType } = await sniffType(bytes.subarray(0, sniffBytes))
  if (mimeType !== 'image/png' && mimeType !== 'image/jpeg' && mimeType !== 'image/webp')
    return null
  const header = readHeader(formats[mimeType], bytes)
  if (header === null || header.frames > 1) return null
  return { bytes, mimeType, width: header.width, height: header.height }
}

/** The same of what a provider answered; throws `malformed`. */
export async function requirePicture(provider: Provider, bytes: Uint8Array) {
  const picture = await readPicture(bytes)
  if (picture === null) throw malformed(provider, new Error(`${bytes.length} bytes of no picture`))
  return picture
}

export function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}
