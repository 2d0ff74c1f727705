import { type Change, changeSchema } from '#contracts/home-node'
import type { Deps } from '../deps.ts'
import { changesAfter } from './queries.ts'

/** The change feed after number `after`. Order is the order of commit; clocks play no part. */
export async function readChanges(
  deps: Pick<Deps, 'db'>,
  after: number,
  limit: number,
): Promise<{ changes: Change[]; lastSeq: number }> {
  const { rows, lastSeq } = await changesAfter(deps.db, after, limit)
  const changes = rows.map(({ originalId, sha256, sizeBytes, ...row }) =>
    changeSchema.parse({
      ...row,
      original: originalId === null ? null : { id: originalId, sha256, sizeBytes },
    }),
  )
  return { changes, lastSeq }
}
