import type { Sha256 } from '#contracts/ids'

const maxShelfBytes = 40_000_000

export interface OverlayShelf {
  put(sha256: Sha256, bytes: Uint8Array<ArrayBuffer>): void
  get(sha256: Sha256): Uint8Array<ArrayBuffer> | undefined
}

/** Pictures that the Worker sent to be drawn over others, in memory; the oldest make room. */
export function makeOverlayShelf(): OverlayShelf {
  const shelf = new Map<Sha256, Uint8Array<ArrayBuffer>>()
  let sizeBytes = 0
  const drop = (sha256: Sha256) => {
    sizeBytes -= shelf.get(sha256)?.byteLength ?? 0
    shelf.delete(sha256)
  }
  return {
    put(sha256, bytes) {
      drop(sha256)
      shelf.set(sha256, bytes)
      sizeBytes += bytes.byteLength
      for (const oldest of shelf.keys()) {
        if (sizeBytes <= maxShelfBytes) return
        drop(oldest)
      }
    },
    get: (sha256) => shelf.get(sha256),
  }
}
