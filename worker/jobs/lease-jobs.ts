import type { HomeNodeId } from '#contracts/ids'
import { type HomeJobName, type LeasedJob, leasedJobSchema } from '#contracts/jobs'
import type { Deps } from '../deps.ts'
import { leaseHomeJobs } from './queries.ts'

/** Up to `max` jobs of that name for that home node, oldest first. */
export async function leaseJobs(
  deps: Pick<Deps, 'db' | 'now'>,
  homeNodeId: HomeNodeId,
  wanted: { name: HomeJobName; max: number },
): Promise<LeasedJob[]> {
  const rows = await leaseHomeJobs(deps.db, homeNodeId, wanted, deps.now())
  return rows.map((row) => leasedJobSchema.parse(row))
}
