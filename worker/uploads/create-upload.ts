import type { UploadMetadata } from '#contracts/uploads'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { cleanName } from '../files/clean-name.ts'
import { reserveRoom } from '../files/settle-file.ts'
import { requirePlace } from '../folders/require-place.ts'
import { newId } from '../ids.ts'
import { originalKey } from '../originals/keys.ts'
import type { Actor } from '../spaces/access.ts'
import { findUpload } from './find-upload.ts'
import type { UploadRow } from './queries.ts'

/** R2 puts at most so many parts together. */
const partsMax = 10_000

export function uploadMaxBytes({ config }: Pick<Deps, 'config'>): number {
  return config.uploadPartBytes * partsMax
}

/**
 * Begins a resumable upload of `sizeBytes` (U2). Throws `empty_body`, `too_large`, `quota_exceeded`,
 * `not_found` for a space or folder that the actor does not know, and `forbidden`.
 */
export async function createUpload(
  deps: Pick<Deps, 'db' | 'bucket' | 'config' | 'now' | 'log'>,
  actor: Actor,
  sizeBytes: number,
  metadata: UploadMetadata,
): Promise<UploadRow> {
  if (sizeBytes === 0) throw new AppError('empty_body', 'The file is empty.')
  if (sizeBytes > uploadMaxBytes(deps)) {
    throw new AppError('too_large', `One file has at most ${uploadMaxBytes(deps)} bytes here.`)
  }
  const { spaceId, folderId, ownerId } = await requirePlace(deps, actor, metadata)
  const now = deps.now()
  const [id, originalId] = [newId('upload', now), newId('original', now)]
  const multipart = await deps.bucket.createMultipartUpload(originalKey(spaceId, originalId))
  try {
    const resumable = {
      multipartId: multipart.uploadId,
      createdBy: actor.userId,
      name: cleanName(metadata.filename),
      folderId,
      sha256: metadata.sha256 ?? null,
    }
    const upload = { id, spaceId, originalId, sizeBytes, now, resumable }
    await reserveRoom(deps, upload, ownerId === actor.userId)
  } catch (error) {
    await multipart.abort()
    throw error
  }
  deps.log.info('upload.created', { uploadId: id, sizeBytes })
  return await findUpload(deps, actor, id)
}
