import type { OriginalId, SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { toHex } from '../originals/digests.ts'
import { originalKey } from '../originals/keys.ts'
import { announceOriginal } from './announce-original.ts'
import { findOriginal, recordR2Copy } from './queries.ts'

/**
 * Reads an original back from R2 and writes into the ledger whether its SHA-256 is right there. One that
 * is gone is as bad as one with other bytes.
 */
export async function verifyOriginal(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'originals' | 'announce'>,
  spaceId: SpaceId,
  originalId: OriginalId,
): Promise<void> {
  const original = await findOriginal(deps.db, originalId)
  if (!original) return
  const opened = await deps.originals.open(originalKey(spaceId, originalId))
  const isRight = opened !== null && (await hashOf(opened.body)) === original.sha256
  await recordR2Copy(deps.db, originalId, isRight ? 'verified' : 'bad', deps.now())
  deps.log.info(isRight ? 'original.verified' : 'original.bad', { originalId })
  await announceOriginal(deps, spaceId, originalId)
}

async function hashOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const digest = new crypto.DigestStream('SHA-256')
  await body.pipeTo(digest)
  return toHex(await digest.digest)
}
