import type { Deps } from '../deps.ts'
import { originalKey } from '../originals/keys.ts'
import {
  expiredUploadIds,
  hasOriginal,
  markUploadsCleared,
  orphanedUploads,
  releaseUpload,
} from './upload-queries.ts'

/** Ends reservations that nobody settled and removes objects that belong to nobody. */
export async function clearOrphanedUploads(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'originals' | 'uploadLane'>,
): Promise<void> {
  for (const id of await expiredUploadIds(deps.db, deps.now())) await releaseUpload(deps.db, id)
  for (const upload of await orphanedUploads(deps.db)) {
    await clearOrphan(deps, upload)
  }
}

/** Ends a reservation that comes to nothing, and removes what had arrived. Idempotent. */
export async function abandonUpload(
  deps: Pick<Deps, 'db' | 'log' | 'originals' | 'uploadLane'>,
  upload: OrphanedUpload,
): Promise<void> {
  await releaseUpload(deps.db, upload.id)
  await clearOrphan(deps, upload)
}

export type OrphanedUpload = Awaited<ReturnType<typeof orphanedUploads>>[number]

/**
 * Removes the object of one orphaned upload and what a resumable one has beside it, having asked again
 * whether it really is nobody's.
 */
export async function clearOrphan(
  deps: Pick<Deps, 'db' | 'log' | 'originals' | 'uploadLane'>,
  upload: OrphanedUpload,
): Promise<void> {
  const { multipartId } = upload
  if (multipartId !== null) await deps.uploadLane(upload.id).end({ ...upload, multipartId })
  if (await hasOriginal(deps.db, upload.originalId)) {
    deps.log.info('upload.orphan_has_owner', { uploadId: upload.id })
    return
  }
  await deps.originals.remove(originalKey(upload.spaceId, upload.originalId))
  await markUploadsCleared(deps.db, [upload.id])
  deps.log.info('upload.orphan_removed', { uploadId: upload.id })
}
