import type { VaultStatus } from '#contracts/home-node'
import type { Deps } from '../deps.ts'
import { recentWithCopies, vaultCounts } from './queries.ts'

/** The whole vault in numbers, and the newest files with where each lies. */
export async function vaultStatus(deps: Pick<Deps, 'db'>): Promise<VaultStatus> {
  const counts = await vaultCounts(deps.db)
  const recent = await recentWithCopies(deps.db, 20)
  const places = [
    { id: 'r2', name: 'R2', state: 'ok' as const },
    ...counts.disks.map(({ id, name, state }) => ({ id, name, state })),
  ]
  return {
    files: counts.files,
    trashedFiles: counts.trashedFiles,
    originals: counts.originals,
    originalBytes: counts.originalBytes,
    lastSeq: counts.lastSeq,
    places: places.map(({ id, name, state }) => {
      const inState = (wanted: 'verified' | 'received') =>
        counts.places.find((row) => row.place === id && row.state === wanted)
      const verified = inState('verified')
      return {
        place: id,
        name,
        state,
        verified: verified?.copies ?? 0,
        received: inState('received')?.copies ?? 0,
        oldestVerifiedAt: toIso(verified?.oldest),
        newestVerifiedAt: toIso(verified?.newest),
      }
    }),
    jobs: {
      queued: counts.jobs.get('queued') ?? 0,
      running: counts.jobs.get('running') ?? 0,
      waitingHome: counts.jobs.get('waiting_home') ?? 0,
      failed: counts.jobs.get('failed') ?? 0,
    },
    recent: recent.map(({ fileId, name, sizeBytes, copies }) => ({
      fileId,
      name,
      sizeBytes,
      copies: places.map(({ id }) => ({
        place: id,
        verifiedAt: toIso(copies.find((copy) => copy.place === id)?.verifiedAt),
      })),
    })),
  }
}

function toIso(timeMs: number | null | undefined): string | null {
  return timeMs == null ? null : new Date(timeMs).toISOString()
}
