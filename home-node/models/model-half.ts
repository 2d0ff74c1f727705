import { Worker } from 'node:worker_threads'
import type { HalfAnswer, HalfOfModel, HalfQuestion } from './half-thread.ts'

/** A half of a model in a thread of its own, which starts at the first question. */
export interface ModelHalf {
  /** Vectors in the order asked, each of length 1. Rejects when the half cannot be loaded or run. */
  embed(question: HalfQuestion, dimensions: number): Promise<Float32Array[]>
  stop(): Promise<void>
}

interface Waiting {
  resolve(vectors: Float32Array): void
  reject(error: Error): void
}

export function makeModelHalf(model: HalfOfModel): ModelHalf {
  let thread: { worker: Worker; waiting: Waiting[] } | null = null

  function start() {
    const worker = new Worker(new URL('./half-thread.ts', import.meta.url), { workerData: model })
    const started = { worker, waiting: [] as Waiting[] }
    // It keeps no process alive: whoever waits for an answer does.
    worker.unref()
    worker.on('message', (answer: HalfAnswer) => {
      const asked = started.waiting.shift()
      if (started.waiting.length === 0) worker.unref()
      if ('vectors' in answer) return asked?.resolve(answer.vectors)
      // The next question finds a new thread, which may load what this one could not.
      if (thread === started) thread = null
      asked?.reject(new Error(answer.error))
      void worker.terminate()
    })
    const end = (why: unknown) => {
      if (thread === started) thread = null
      for (const { reject } of started.waiting.splice(0)) {
        reject(new Error('The thread of the model ended.', { cause: why }))
      }
    }
    worker.on('error', end)
    worker.once('exit', end)
    return started
  }

  return {
    async embed(question, dimensions) {
      thread ??= start()
      const { worker, waiting } = thread
      const vectors = await new Promise<Float32Array>((resolve, reject) => {
        waiting.push({ resolve, reject })
        worker.ref()
        worker.postMessage(question)
      })
      return Array.from({ length: vectors.length / dimensions }, (_, at) =>
        vectors.slice(at * dimensions, (at + 1) * dimensions),
      )
    },
    async stop() {
      await thread?.worker.terminate()
    },
  }
}
