import type { Deps } from '../deps.ts'
import { HomeNodeOfflineError } from '../home-nodes/home-client.ts'
import { originalKey } from '../originals/keys.ts'
import { replaceInR2, replaceMaxBytes } from '../originals/r2.ts'
import { announceOriginal } from './announce-original.ts'
import { badR2Copies, recordR2Copy } from './queries.ts'

const atOnce = 5

/**
 * Brings originals that R2 lost or holds with other bytes again from a disk at home. R2 takes the new
 * bytes only when their SHA-256 is right, and keeps what it has otherwise. What no disk can give, or
 * what is larger than one put, stays bad and is tried again; a home node that is away ends it for now.
 */
export async function repairR2Copies(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'bucket' | 'homeOriginals' | 'announce'>,
): Promise<void> {
  const minute = Math.floor(deps.now() / 60_000)
  for (const original of await badR2Copies(deps.db, { limit: atOnce, skip: minute })) {
    const { originalId, spaceId, sha256, sizeBytes } = original
    if (sizeBytes > replaceMaxBytes) {
      deps.log.info('r2.too_large_to_repair', { originalId, sizeBytes })
      continue
    }
    try {
      const opened = await deps.homeOriginals.open(sha256)
      if (opened === null) {
        deps.log.info('r2.nowhere_to_repair_from', { originalId })
        continue
      }
      const key = originalKey(spaceId, originalId)
      await replaceInR2(deps.bucket, key, opened.body, { sizeBytes, sha256 })
      await recordR2Copy(deps.db, originalId, 'verified', deps.now())
      deps.log.info('r2.repaired', { originalId })
      await announceOriginal(deps, spaceId, originalId)
    } catch (error) {
      if (error instanceof HomeNodeOfflineError) return
      deps.log.error('r2.repair_failed', error, { originalId })
    }
  }
}
