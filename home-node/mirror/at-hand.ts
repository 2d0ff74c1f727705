import type { Sha256 } from '#contracts/ids'

/**
 * Originals that were fetched to be looked at, kept for the mirror, which wants the same bytes a
 * moment later. The newest only, up to `limitBytes`; an original that is not here is fetched again.
 */
export function makeAtHand(limitBytes = 33_554_432) {
  const kept = new Map<Sha256, Uint8Array>()
  let keptBytes = 0

  function drop(sha256: Sha256): Uint8Array | null {
    const bytes = kept.get(sha256) ?? null
    kept.delete(sha256)
    keptBytes -= bytes?.length ?? 0
    return bytes
  }

  return {
    /** The caller has checked that the bytes are this original, and leaves them as they are. */
    keep(sha256: Sha256, bytes: Uint8Array): void {
      drop(sha256)
      kept.set(sha256, bytes)
      keptBytes += bytes.length
      for (const oldest of kept.keys()) {
        if (keptBytes <= limitBytes) return
        drop(oldest)
      }
    },
    has: (sha256: Sha256): boolean => kept.has(sha256),
    /** Hands the bytes over, once; null when they are not here. */
    take: drop,
  }
}
export type AtHand = ReturnType<typeof makeAtHand>
