import type { HomeNodeId, JobId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import type { Statement } from '../db/run-batch.ts'
import { finishJob } from './queries.ts'

/** Ends a home node's job as done: part of the batch that writes its result. */
export function finishHeldJob(db: Db, id: JobId, homeNodeId: HomeNodeId, now: number): Statement {
  return finishJob(db, id, homeNodeId, { state: 'done', note: null, now })
}
