import type { HomeNodeId } from '#contracts/ids'
import { type HomeJobName, type LeasedJob, leasedJobSchema } from '#contracts/jobs'
import type { Deps } from '../deps.ts'
import { enginesThatLooked, prepareIndexing, queueDueFiles } from '../indexing/queue-files.ts'
import { queueFaceJobs } from '../people/queue-faces.ts'
import { leaseHomeJobs } from './queries.ts'

/**
 * Up to `max` jobs of that name for that home node, oldest first. Where nothing is left to be looked
 * at by its `engines`, files that others have looked at follow.
 */
export async function leaseJobs(
  deps: Pick<Deps, 'db' | 'now'>,
  homeNodeId: HomeNodeId,
  wanted: { name: HomeJobName; max: number; engines?: string[] | undefined },
): Promise<LeasedJob[]> {
  const { name, engines } = wanted
  const lease = () => leaseHomeJobs(deps.db, homeNodeId, wanted, deps.now())
  if (engines && !(await prepareIndexing(deps, homeNodeId, engines))) return []
  let rows = await lease()
  if (rows.length === 0 && name === 'index-file') {
    await queueDueFiles(deps)
    rows = await lease()
  }
  if (rows.length === 0 && name === 'find-faces') {
    await queueFaceJobs(deps)
    rows = await lease()
  }
  if (name !== 'index-file') return rows.map((row) => leasedJobSchema.parse(row))
  const looked = await enginesThatLooked(
    deps,
    rows.flatMap(({ fileId }) => fileId ?? []),
  )
  return rows.map((row) => {
    return leasedJobSchema.parse({ ...row, looked: row.fileId ? looked.get(row.fileId) : [] })
  })
}
