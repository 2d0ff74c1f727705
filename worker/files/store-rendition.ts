import type { FileId, SpaceId } from '#contracts/ids'
import { renditionMimeType, type StoredRenditionName } from '#contracts/renditions'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { renditionKey } from '../originals/keys.ts'

/** Stores a rendition in R2. Throws `unsupported_type` when it is not a WebP picture. */
export async function storeRendition(
  deps: Pick<Deps, 'bucket'>,
  rendition: { spaceId: SpaceId; fileId: FileId; name: StoredRenditionName; bytes: Uint8Array },
): Promise<void> {
  const { spaceId, fileId, name, bytes } = rendition
  if (!isWebp(bytes)) throw new AppError('unsupported_type', 'A rendition is a WebP picture.')
  await deps.bucket.put(renditionKey(spaceId, fileId, name), bytes, {
    httpMetadata: { contentType: renditionMimeType },
  })
}

/** `RIFF`, a length, `WEBP`. */
function isWebp(bytes: Uint8Array): boolean {
  const text = (from: number) => String.fromCharCode(...bytes.subarray(from, from + 4))
  return text(0) === 'RIFF' && text(8) === 'WEBP'
}
