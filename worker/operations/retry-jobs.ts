import type { JobId } from '#contracts/ids'
import type { AdminId } from '../admin/manage-users.ts'
import type { Deps } from '../deps.ts'
import { wakeHome } from '../home-nodes/wake-home.ts'
import { requeueFailedJobs } from './queries.ts'

/**
 * Has failed jobs wait anew, these or as many as may at once, as if they had never been tried; answers
 * how many do. Each is idempotent, so one that had done half its work does it again.
 */
export async function retryJobs(
  deps: Pick<Deps, 'db' | 'now' | 'audit' | 'jobsQueue' | 'homeLink' | 'log'>,
  adminId: AdminId,
  ids: JobId[] | undefined,
): Promise<{ queued: number }> {
  const waiting = await requeueFailedJobs(deps.db, ids ?? null, deps.now())
  // The sweep hands on what is beyond one batch.
  const edge = waiting.filter(({ runner }) => runner === 'edge').slice(0, 100)
  if (edge.length > 0)
    await deps.jobsQueue.sendBatch(edge.map(({ id }) => ({ body: { jobId: id } })))
  if (edge.length < waiting.length) await wakeHome(deps)
  deps.audit.record({
    ...{ chain: 'vault', action: 'jobs.retried', actorId: adminId, subjectId: null },
    details: { jobs: waiting.length },
  })
  return { queued: waiting.length }
}
