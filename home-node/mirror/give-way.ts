import { setTimeout as sleep } from 'node:timers/promises'

const stepMs = 50

/**
 * Previews first: while pictures are being decoded, the mirror starts no new original, so that what
 * a person has just dropped appears as fast as the processor can make it. For `limitMs` at the most;
 * a long import then shares with its copies, which must not wait for its end.
 */
export function makeGiveWay(isBusy: () => boolean, stop: AbortSignal, limitMs = 10_000) {
  let heldSinceMs: number | null = null
  return async (): Promise<void> => {
    while (isBusy() && !stop.aborted) {
      heldSinceMs ??= Date.now()
      if (Date.now() - heldSinceMs >= limitMs) return
      await sleep(stepMs)
    }
    heldSinceMs = null
  }
}
