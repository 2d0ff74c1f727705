import { setTimeout as sleep } from 'node:timers/promises'
import type { WorkerClient } from '../link/worker-client.ts'

/** Hours of the home node's own clock, from `from` up to `to`; over midnight where `to` is less. */
export interface Hours {
  from: number
  to: number
}

/** Whether the mirror may copy at that hour of the day. The same hour twice is the whole day. */
export function isWithin({ from, to }: Hours, hour: number): boolean {
  if (from === to) return true
  return from < to ? hour >= from && hour < to : hour >= from || hour < to
}

/**
 * Lets no more than so many bytes a second pass, over all streams together, with up to a second's worth
 * at once: each chunk waits until its share of time has come.
 */
export function makeThrottle(bytesPerSecond: number, signal: AbortSignal) {
  let freeAtMs = 0
  return async function* throttle(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      const now = performance.now()
      freeAtMs = Math.max(freeAtMs, now - 1_000) + (chunk.length * 1_000) / bytesPerSecond
      if (freeAtMs > now) await sleep(freeAtMs - now, undefined, { signal })
      yield chunk
    }
  }
}

type Originals = Pick<WorkerClient, 'openOriginal' | 'openOriginals'>

/** The same client, whose originals come no faster than that. */
export function throttled<Client extends Originals>(
  client: Client,
  throttle: ReturnType<typeof makeThrottle>,
): Client {
  return {
    ...client,
    async openOriginal(...args: Parameters<Originals['openOriginal']>) {
      const incoming = await client.openOriginal(...args)
      return { ...incoming, body: throttle(incoming.body) }
    },
    async *openOriginals(...args: Parameters<Originals['openOriginals']>) {
      for await (const each of client.openOriginals(...args)) {
        yield { ...each, body: throttle(each.body) }
      }
    },
  }
}
