import { Worker } from 'node:worker_threads'

export interface WarmThread<Question, Answer> {
  /** Questions take turns. Rejects when the thread fails, or has not answered in time. */
  ask(question: Question): Promise<Answer>
  /** Ends the thread; what it is asked later starts another. */
  stop(): Promise<void>
}

/** What a thread answers when it could not: never an answer of its own. */
export interface ThreadFailure {
  failure: string
}

/**
 * One thread that keeps a model in memory, started by the first question.
 *
 * ```
 * (none) ──question──▶ warm ──answer──▶ warm
 *    ▲                   │
 *    └── stopped, crashed, over time, or idle: the next question starts another
 * ```
 */
export function makeWarmThread<Question, Answer extends object>(
  script: URL,
  { timeoutMs, idleMs = 60_000 }: { timeoutMs: number; idleMs?: number },
): WarmThread<Question, Answer> {
  let thread: Worker | null = null
  let last: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined

  function end(): void {
    const ending = thread
    thread = null
    void ending?.terminate()
  }

  function start(): Worker {
    const started = new Worker(script)
    // It may also end between two questions; without a listener that would end the process.
    started.on('error', () => undefined)
    started.on('exit', () => {
      if (thread === started) thread = null
    })
    return started
  }

  function turn(question: Question): Promise<Answer> {
    clearTimeout(idle)
    thread ??= start()
    const current = thread
    return new Promise<Answer>((resolve, reject) => {
      const settle = (outcome: () => void) => {
        clearTimeout(timer)
        current.off('message', onMessage)
        current.off('error', onError)
        current.off('exit', onExit)
        // A waiting thread must not keep the process alive, nor its model in memory for ever.
        current.unref()
        idle = setTimeout(end, idleMs)
        idle.unref()
        outcome()
      }
      const giveUp = (sentence: string, cause?: unknown) =>
        settle(() => {
          end()
          reject(new Error(sentence, { cause }))
        })
      const onMessage = (answer: Answer | ThreadFailure) =>
        settle(() => ('failure' in answer ? reject(new Error(answer.failure)) : resolve(answer)))
      const onError = (error: unknown) => giveUp('the thread of a model failed', error)
      const onExit = () => giveUp('the thread of a model ended')
      const timer = setTimeout(() => giveUp('the thread of a model took too long'), timeoutMs)
      current.on('message', onMessage)
      current.on('error', onError)
      current.on('exit', onExit)
      current.ref()
      current.postMessage(question)
    })
  }

  return {
    ask(question) {
      const answered = last.then(() => turn(question))
      last = answered.catch(() => undefined)
      return answered
    },
    async stop() {
      clearTimeout(idle)
      await thread?.terminate()
    },
  }
}
