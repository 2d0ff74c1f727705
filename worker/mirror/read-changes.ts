import { type Change, changeSchema } from '#contracts/home-node'
import type { Deps } from '../deps.ts'
import { readWants } from '../ledger/wanted-copies.ts'
import { changesAfter } from './queries.ts'

/**
 * The change feed after number `after`. Order is the order of commit; clocks play no part. Of what was
 * purged since, the feed says that it was stored but no longer what to fetch.
 */
export async function readChanges(
  deps: Pick<Deps, 'db'>,
  after: number,
  limit: number,
): Promise<{ changes: Change[]; lastSeq: number }> {
  const { rows, lastSeq } = await changesAfter(deps.db, after, limit)
  const changes = rows.map(({ originalId, sha256, sizeBytes, removedAt, wants, ...row }) => {
    const isFetched = originalId !== null && (removedAt === null || row.kind === 'original.removed')
    return changeSchema.parse({
      ...row,
      original: isFetched
        ? { id: originalId, sha256, sizeBytes, wants: readWants(wants ?? '') }
        : null,
    })
  })
  return { changes, lastSeq }
}
