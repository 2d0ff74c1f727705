import type { HomeNodeId, JobId } from '#contracts/ids'
import type { IngestResult } from '#contracts/jobs'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { renditionKey } from '../originals/keys.ts'
import { heldIngestJob } from './held-job.ts'
import { saveIngest } from './queries.ts'

/** Takes the result of an ingest job from the home node that holds it. Idempotent. */
export async function recordIngest(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'announce' | 'bucket' | 'defer'>,
  homeNodeId: HomeNodeId,
  jobId: JobId,
  result: IngestResult,
): Promise<void> {
  const { job, fileId } = await heldIngestJob(deps, homeNodeId, jobId)
  if (job.state === 'done') return
  if (result.preview === 'ready') {
    const names = result.renditions.map((rendition) => rendition.name)
    const stored = await Promise.all(
      (['320', '1600'] as const).map((name) =>
        names.includes(name) ? deps.bucket.head(renditionKey(job.spaceId, fileId, name)) : null,
      ),
    )
    // A preview that is not there must never be announced as ready.
    if (stored.includes(null)) {
      throw new AppError('conflict', 'Both renditions have to be stored before the job is done.')
    }
  }
  await saveIngest(deps.db, {
    jobId,
    homeNodeId,
    fileId,
    spaceId: job.spaceId,
    originalId: job.originalId,
    result,
    now: deps.now(),
  })
  deps.log.info('file.ingested', { fileId, preview: result.preview })
  deps.defer(deps.announce(job.spaceId, { type: 'files.changed', fileIds: [fileId] }))
}
