import type { JobId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { findJob as selectJob } from './queries.ts'

export async function findJob(deps: Pick<Deps, 'db'>, id: JobId) {
  return await selectJob(deps.db, id)
}
