import type { LeasedJob } from '#contracts/jobs'
import { WorkerAwayError, type WorkerClient, WorkerRefusedError } from '../link/worker-client.ts'
import { type Log, messageOf } from '../log.ts'

export interface GiveBackDeps {
  client: Pick<WorkerClient, 'failJob'>
  log: Log
  signal: AbortSignal
}

/** Tells the Worker that a job did not work here, so that it is tried again later. Never rejects. */
export async function giveBack(
  { client, log, signal }: GiveBackDeps,
  job: LeasedJob,
  error: unknown,
) {
  if (signal.aborted) return
  log.error('job.failed', { jobId: job.id, job: job.name, message: messageOf(error) })
  // Away: the lease ends by itself. Refused because the job went to another: nothing to add.
  if (error instanceof WorkerAwayError) return
  if (error instanceof WorkerRefusedError && [404, 409, 410].includes(error.status)) return
  const note = 'The home node could not finish this; it will try again.'
  await client.failJob(job.id, { note, retryable: true }).catch((failure: unknown) => {
    log.error('job.not_reported', { jobId: job.id, message: messageOf(failure) })
  })
}
