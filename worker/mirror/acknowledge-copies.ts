import type { CopyAck } from '#contracts/home-node'
import type { FileId, HomeNodeId, OriginalId, SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { diskIdsOf } from '../home-nodes/disk-ids-of.ts'
import { filesOfOriginals, originalsById, upsertDiskCopies } from './queries.ts'

/**
 * Writes into the ledger what a home node says of its copies: received, verified or bad. Idempotent.
 * Answers the originals that the cloud does not know under that hash.
 */
export async function acknowledgeCopies(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'announce' | 'defer'>,
  homeNodeId: HomeNodeId,
  acks: CopyAck[],
): Promise<{ unknown: OriginalId[] }> {
  const ownDisks = await diskIdsOf(deps, homeNodeId)
  if (acks.some((ack) => !ownDisks.has(ack.diskId))) {
    throw new AppError('not_found', 'There is no such disk on this home node.')
  }
  const ids = [...new Set(acks.map((ack) => ack.originalId))]
  const known = new Map((await originalsById(deps.db, ids)).map((row) => [row.id, row.sha256]))
  const accepted = acks.filter((ack) => known.get(ack.originalId) === ack.sha256)
  const now = deps.now()
  // A home node's clock may be ahead; "verified tomorrow" would hide a copy that was not looked at.
  const notAfterNow = (timeMs: number | null) => (timeMs === null ? null : Math.min(timeMs, now))
  const clamped = accepted.map((ack) => ({
    ...ack,
    verifiedAtMs: notAfterNow(ack.verifiedAtMs),
    badAtMs: notAfterNow(ack.badAtMs),
  }))
  await upsertDiskCopies(deps.db, clamped, now)
  deps.log.info('copies.acknowledged', { homeNodeId, copies: accepted.length })
  deps.defer(announceCopies(deps, [...new Set(accepted.map((ack) => ack.originalId))]))
  const acceptedIds = new Set(accepted.map((ack) => ack.originalId))
  return { unknown: ids.filter((id) => !acceptedIds.has(id)) }
}

async function announceCopies(deps: Pick<Deps, 'db' | 'announce'>, originalIds: OriginalId[]) {
  const bySpace = new Map<SpaceId, FileId[]>()
  for (const { id, spaceId } of await filesOfOriginals(deps.db, originalIds)) {
    bySpace.set(spaceId, [...(bySpace.get(spaceId) ?? []), id])
  }
  for (const [spaceId, fileIds] of bySpace) {
    await deps.announce(spaceId, { type: 'files.changed', fileIds: fileIds.slice(0, 500) })
  }
}
