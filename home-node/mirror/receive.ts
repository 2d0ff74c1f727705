import { setTimeout as sleep } from 'node:timers/promises'
import { type IncomingOriginal, WorkerAwayError } from '../link/worker-client.ts'
import { backOffMs } from '../retry.ts'

/** Tries without a single new byte before giving up. */
const barrenTriesMax = 5

/**
 * The bytes of an original as one stream, taken up again where it broke off. `open` starts at a
 * byte; a sender that cannot resume starts at 0 and the bytes seen before are skipped. Rejects
 * with the last error once several tries in a row brought nothing.
 */
export async function* receive(
  open: (from: number) => Promise<IncomingOriginal>,
  sizeBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let received = 0
  let barrenTries = 0
  for (;;) {
    const before = received
    try {
      const incoming = await open(received)
      let position = incoming.start
      if (position > received) throw new WorkerAwayError('the Worker resumed at the wrong byte')
      for await (const chunk of incoming.body) {
        const fresh = chunk.subarray(Math.min(chunk.length, Math.max(0, received - position)))
        position += chunk.length
        if (fresh.length === 0) continue
        received += fresh.length
        yield fresh
        // More than promised: the caller sees it by the length and stops.
        if (received > sizeBytes) return
      }
      if (received >= sizeBytes) return
      throw new WorkerAwayError('the original ended early')
    } catch (error) {
      barrenTries = received > before ? 0 : barrenTries + 1
      if (!(error instanceof WorkerAwayError) || signal.aborted || barrenTries >= barrenTriesMax) {
        throw error
      }
      await sleep(backOffMs(barrenTries, 100, 3_000), undefined, { signal })
    }
  }
}
