import { Worker } from 'node:worker_threads'
import type { HeicAnswer, HeicQuestion } from './heic-worker.ts'

/*
 * HEVC is decoded by libheif in WebAssembly, in one worker thread that stays warm: it takes about
 * half a second for 12 MP, and must neither block the event loop nor take the process with it.
 *
 * ```
 * (none) ──first picture──▶ warm ──answer──▶ warm
 *    ▲                       │
 *    └── stopped, crashed or over time: the next picture starts another
 * ```
 */

const timeoutMs = 20_000

let worker: Worker | null = null
let last: Promise<unknown> = Promise.resolve()

/**
 * Decodes the first picture of a HEIC file to an uncompressed TIFF that keeps `icc`, already
 * oriented. Pictures take turns. Rejects when it cannot be decoded, takes over 20 s, or when the
 * decoder itself stops.
 */
export function decodeHeic(bytes: Uint8Array, icc: Uint8Array | null): Promise<Uint8Array> {
  const turn = last.then(() => ask({ bytes, icc }))
  last = turn.catch(() => undefined)
  return turn
}

function startWorker(): Worker {
  const started = new Worker(new URL('./heic-worker.ts', import.meta.url))
  // It may also end between two pictures; without a listener that would end the whole process.
  started.on('error', () => undefined)
  started.on('exit', () => {
    if (worker === started) worker = null
  })
  return started
}

function ask(question: HeicQuestion): Promise<Uint8Array> {
  worker ??= startWorker()
  const current = worker
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void) => {
      clearTimeout(timer)
      current.off('message', onMessage)
      current.off('error', onError)
      current.off('exit', onExit)
      // A waiting worker must not keep the process alive.
      current.unref()
      outcome()
    }
    const giveUp = (sentence: string, cause?: unknown) =>
      settle(() => {
        worker = null
        void current.terminate()
        reject(new Error(sentence, { cause }))
      })
    const onMessage = (answer: HeicAnswer) =>
      settle(() => ('tiff' in answer ? resolve(answer.tiff) : reject(new Error(answer.error))))
    // Errors of Node (no memory, no module) have a code; what the decoder throws has none.
    const onError = (error: unknown) =>
      giveUp(
        error instanceof Error && 'code' in error
          ? 'The HEIC decoder stopped.'
          : 'The HEIC picture cannot be decoded.',
        error,
      )
    const onExit = () => giveUp('The HEIC decoder stopped.')
    const timer = setTimeout(() => giveUp('The HEIC decoder took too long.'), timeoutMs)
    current.on('message', onMessage)
    current.on('error', onError)
    current.on('exit', onExit)
    current.ref()
    current.postMessage(question)
  })
}
