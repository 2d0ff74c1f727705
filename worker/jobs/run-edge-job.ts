import type { JobId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { verifyOriginal } from '../mirror/verify-original.ts'
import { backOffMs, finishJob, leaseEdgeJob, maxAttempts, requeueJob } from './queries.ts'

/** Leases and runs one edge job; nothing happens when it is done, held, or not due. */
export async function runEdgeJob(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'originals' | 'announce'>,
  id: JobId,
): Promise<void> {
  const owner = `edge:${crypto.randomUUID()}`
  const job = await leaseEdgeJob(deps.db, id, owner, deps.now())
  if (!job) return
  try {
    await verifyOriginal(deps, job.spaceId, job.originalId)
    await finishJob(deps.db, id, owner, { state: 'done', note: null, now: deps.now() })
  } catch (error) {
    deps.log.error('job.failed', error, { jobId: id, attempts: job.attempts })
    const note = 'The original could not be read back from R2.'
    if (job.attempts >= maxAttempts) {
      await finishJob(deps.db, id, owner, { state: 'failed', note, now: deps.now() })
    } else {
      await requeueJob(deps.db, id, owner, { note, nextAt: deps.now() + backOffMs(job.attempts) })
    }
  }
}
