import type { OriginalId, SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { toHex } from '../originals/digests.ts'
import { originalKey } from '../originals/keys.ts'
import { filesOfOriginal, findOriginal, recordR2Copy } from './queries.ts'

/** Reads an original back from R2 and writes into the ledger whether its SHA-256 is right there. */
export async function verifyOriginal(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'originals' | 'announce'>,
  spaceId: SpaceId,
  originalId: OriginalId,
): Promise<void> {
  const original = await findOriginal(deps.db, originalId)
  if (!original) return
  const opened = await deps.originals.open(originalKey(spaceId, originalId))
  if (!opened) throw new Error('the original is not in R2')
  const digest = new crypto.DigestStream('SHA-256')
  await opened.body.pipeTo(digest)
  const isRight = toHex(await digest.digest) === original.sha256
  await recordR2Copy(deps.db, originalId, isRight ? 'verified' : 'bad', deps.now())
  deps.log.info(isRight ? 'original.verified' : 'original.bad', { originalId })
  const fileIds = await filesOfOriginal(deps.db, originalId)
  await deps.announce(spaceId, { type: 'files.changed', fileIds })
}
