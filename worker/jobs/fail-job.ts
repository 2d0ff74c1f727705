import type { HomeNodeId, JobId } from '#contracts/ids'
import type { JobFailure } from '#contracts/jobs'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { giveUpPreview } from '../files/give-up-preview.ts'
import { backOffMs, findJob, finishJob, maxAttempts, requeueJob } from './queries.ts'

/** Takes a home node's word that a job did not work: later again, or failed for good. */
export async function failJob(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'announce'>,
  homeNodeId: HomeNodeId,
  jobId: JobId,
  failure: JobFailure,
): Promise<void> {
  const job = await findJob(deps.db, jobId)
  if (!job) throw new AppError('not_found', 'There is no such job.')
  if (job.leaseOwner !== homeNodeId || job.state !== 'running') {
    throw new AppError('conflict', 'This job is not held by this home node.')
  }
  const now = deps.now()
  deps.log.info('job.failed', { jobId, attempts: job.attempts, retryable: failure.retryable })
  if (failure.retryable && job.attempts < maxAttempts) {
    const nextAt = now + backOffMs(job.attempts)
    await requeueJob(deps.db, jobId, homeNodeId, { note: failure.note, nextAt })
    return
  }
  await finishJob(deps.db, jobId, homeNodeId, { state: 'failed', note: failure.note, now })
  if (job.name === 'ingest-file' && job.fileId !== null)
    await giveUpPreview(deps, job.spaceId, job.fileId)
}
