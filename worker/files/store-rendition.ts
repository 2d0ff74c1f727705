import type { FileId, HomeNodeId, JobId } from '#contracts/ids'
import { type RenditionName, renditionMimeType } from '#contracts/renditions'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { renditionKey } from '../originals/keys.ts'
import { heldIngestJob } from './held-job.ts'
import { sniffType } from './sniff-type.ts'

/** Stores a rendition that a home node made for a job that it holds. Idempotent. */
export async function storeRendition(
  deps: Pick<Deps, 'db' | 'bucket'>,
  rendition: {
    homeNodeId: HomeNodeId
    jobId: JobId
    fileId: FileId
    name: RenditionName
    bytes: Uint8Array
  },
): Promise<void> {
  const { job, fileId } = await heldIngestJob(deps, rendition.homeNodeId, rendition.jobId)
  if (fileId !== rendition.fileId) throw new AppError('not_found', 'There is no such file.')
  // Renditions are immutable: after the job is done, nobody may write over what caches hold.
  if (job.state === 'done') return
  const { mimeType } = await sniffType(rendition.bytes)
  if (mimeType !== renditionMimeType) {
    throw new AppError('unsupported_type', 'A rendition is a WebP picture.')
  }
  await deps.bucket.put(renditionKey(job.spaceId, fileId, rendition.name), rendition.bytes, {
    httpMetadata: { contentType: renditionMimeType },
  })
}
