import { setTimeout as sleep } from 'node:timers/promises'
import { wakeMessageSchema } from '#contracts/home-node'
import { backOffMs } from '../retry.ts'
import type { WorkerClient } from './worker-client.ts'

const target = '/api/home/wake'

export interface WakeSocketOptions {
  workerUrl: string
  client: Pick<WorkerClient, 'headersFor'>
  onWake(): void
  onState(isOpen: boolean): void
  signal: AbortSignal
}

/** One connection, from its opening to its end. Resolves with whether it ever opened. */
function connectOnce(options: WakeSocketOptions): Promise<boolean> {
  const { workerUrl, client, onWake, onState, signal } = options
  return new Promise((resolve) => {
    const socket = new WebSocket(workerUrl.replace(/^http/, 'ws') + target, {
      headers: client.headersFor('GET', target),
    })
    let wasOpen = false
    const close = () => socket.close()
    signal.addEventListener('abort', close, { once: true })
    socket.addEventListener('open', () => {
      wasOpen = true
      onState(true)
      // Whatever happened while it was closed was not announced.
      onWake()
    })
    socket.addEventListener('message', (event) => {
      if (typeof event.data !== 'string' || event.data.length > 1_000) return
      try {
        if (wakeMessageSchema.safeParse(JSON.parse(event.data)).success) onWake()
      } catch {
        // Not JSON, so not a wake. The poll finds what there is to do.
      }
    })
    // An error is always followed by close.
    socket.addEventListener('error', () => undefined)
    socket.addEventListener('close', () => {
      signal.removeEventListener('abort', close)
      if (wasOpen) onState(false)
      resolve(wasOpen)
    })
  })
}

/** Keeps a wake connection to the Worker, coming back with back-off, until `signal` aborts. */
export async function keepWakeSocket(options: WakeSocketOptions): Promise<void> {
  let failures = 0
  while (!options.signal.aborted) {
    failures = (await connectOnce(options)) ? 0 : failures + 1
    if (options.signal.aborted) return
    await sleep(backOffMs(failures, 500, 30_000), undefined, { signal: options.signal }).catch(
      () => undefined,
    )
  }
}
