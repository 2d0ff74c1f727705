import type { FileId, HomeNodeId, JobId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { findJob } from '../jobs/find-job.ts'

/**
 * The ingest job that a home node holds, with its file. `not_found` for a job that does not exist,
 * `conflict` for one that it does not hold (any more). A job it has just finished is still its own:
 * the answer to its report may have been lost.
 */
export async function heldIngestJob(
  deps: Pick<Deps, 'db'>,
  homeNodeId: HomeNodeId,
  jobId: JobId,
): Promise<{ job: NonNullable<Awaited<ReturnType<typeof findJob>>>; fileId: FileId }> {
  const job = await findJob(deps, jobId)
  if (job?.name !== 'ingest-file' || job.fileId === null) {
    throw noSuchJob()
  }
  const isHeld = job.leaseOwner === homeNodeId && (job.state === 'running' || job.state === 'done')
  if (!isHeld) throw new AppError('conflict', 'This job is not held by this home node.')
  return { job, fileId: job.fileId }
}

export function noSuchJob(): AppError {
  return new AppError('not_found', 'There is no such job.')
}
