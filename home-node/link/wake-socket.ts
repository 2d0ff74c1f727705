import { setTimeout as sleep } from 'node:timers/promises'
import { wakeMessageSchema } from '#contracts/home-node'
import { backOffMs } from '../retry.ts'
import type { WorkerClient } from './worker-client.ts'

const target = '/api/home/wake'
/** The Worker answers the text `ping` with `pong`. Two pings without an answer end the connection. */
const pingEveryMs = 20_000

export interface WakeSocketOptions {
  workerUrl: string
  client: Pick<WorkerClient, 'headersFor'>
  onWake(): void
  signal: AbortSignal
}

/** One connection, from its opening to its end. Resolves with whether it ever opened. */
function connectOnce(options: WakeSocketOptions): Promise<boolean> {
  const { workerUrl, client, onWake, signal } = options
  return new Promise((resolve) => {
    const socket = new WebSocket(workerUrl.replace(/^http/, 'ws') + target, {
      headers: client.headersFor('GET', target),
    })
    let wasOpen = false
    let unanswered = 0
    let isEnded = false
    const end = () => {
      if (isEnded) return
      isEnded = true
      clearInterval(pings)
      signal.removeEventListener('abort', end)
      socket.close()
      resolve(wasOpen)
    }
    const pings = setInterval(() => {
      // A peer that vanished never answers a close either, so its end is not waited for.
      if (!wasOpen || unanswered >= 2) return end()
      unanswered += 1
      socket.send('ping')
    }, pingEveryMs)
    signal.addEventListener('abort', end, { once: true })
    socket.addEventListener('open', () => {
      wasOpen = true
      // Whatever happened while it was closed was not announced.
      onWake()
    })
    socket.addEventListener('message', (event) => {
      unanswered = 0
      if (typeof event.data !== 'string' || event.data === 'pong' || event.data.length > 1_000)
        return
      try {
        if (wakeMessageSchema.safeParse(JSON.parse(event.data)).success) onWake()
      } catch {
        // Not JSON, so not a wake. The poll finds what there is to do.
      }
    })
    // An error is always followed by close.
    socket.addEventListener('error', () => undefined)
    socket.addEventListener('close', end)
  })
}

/** Keeps a wake connection to the Worker, coming back with back-off, until `signal` aborts. */
export async function keepWakeSocket(options: WakeSocketOptions): Promise<void> {
  let failures = 0
  while (!options.signal.aborted) {
    failures = (await connectOnce(options)) ? 0 : failures + 1
    if (options.signal.aborted) return
    await sleep(backOffMs(failures, 250, 5_000), undefined, { signal: options.signal }).catch(
      () => undefined,
    )
  }
}
