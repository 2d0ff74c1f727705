import type { HomeNodeId, JobId } from '#contracts/ids'
import type { IngestResult } from '#contracts/jobs'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { findJob } from '../jobs/find-job.ts'
import { renditionKey } from '../originals/keys.ts'
import { findFile } from './find-file.ts'
import { heldIngestJob, noSuchJob } from './held-job.ts'
import { saveIngest } from './queries.ts'
import { storeRendition } from './store-rendition.ts'

/**
 * Takes the result of an ingest job, and the renditions one after the other as it lists them, from
 * the home node that holds the job. Idempotent: renditions are immutable, so once the job is done
 * nothing is written over what caches hold. A preview is announced only when it is stored.
 */
export async function recordIngest(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'announce' | 'bucket' | 'defer' | 'config'>,
  homeNodeId: HomeNodeId,
  jobId: JobId,
  report: { result: IngestResult; bytes: Uint8Array },
): Promise<void> {
  const { result } = report
  const renditions = sliceRenditions(report)
  const { job, fileId } = await heldIngestJob(deps, homeNodeId, jobId)
  if (job.state === 'done') return
  const { spaceId } = job
  const file = await findFile(deps, fileId)
  if (!file) throw noSuchJob()
  await Promise.all(
    renditions.map((rendition) => storeRendition(deps, { spaceId, fileId, ...rendition })),
  )
  try {
    await saveIngest(deps.db, {
      ...{ jobId, homeNodeId, fileId, spaceId, result },
      ...{ name: file.name, originalId: job.originalId },
      countRenditions: deps.config.quotaCountsRenditions,
      now: deps.now(),
    })
  } catch (error) {
    if (await findJob(deps, jobId)) throw error
    // The file was purged meanwhile, and its job with it: nothing would name these pictures any more.
    await deps.bucket.delete(renditions.map(({ name }) => renditionKey(spaceId, fileId, name)))
    throw noSuchJob()
  }
  deps.log.info('file.ingested', { fileId, preview: result.preview })
  deps.defer(deps.announce(spaceId, { type: 'files.changed', fileIds: [fileId] }))
}

function sliceRenditions({ result, bytes }: { result: IngestResult; bytes: Uint8Array }) {
  let from = 0
  const renditions = result.renditions.map(({ name, sizeBytes }) => {
    const start = from
    from += sizeBytes
    return { name, bytes: bytes.subarray(start, from) }
  })
  if (from !== bytes.length || new Set(renditions.map(({ name }) => name)).size < renditions.length)
    throw new AppError('validation_failed', 'The renditions are not those that the result lists.')
  return renditions
}
