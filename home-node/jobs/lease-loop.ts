import { setTimeout as sleep } from 'node:timers/promises'
import type { LeasedJob } from '#contracts/jobs'
import { WorkerAwayError } from '../link/worker-client.ts'
import { type Log, messageOf } from '../log.ts'
import { backOffMs } from '../retry.ts'
import { makeSignal } from '../signal.ts'

export interface LeaseLoopOptions {
  /** What a failed lease is logged as: `index.lease`. */
  event: string
  lease(): Promise<LeasedJob[]>
  /** Does the jobs of a group; what it rejects with, it has answered for before. */
  runGroup(jobs: LeasedJob[]): Promise<void>
  /** Previews come first: while this says true, nothing is leased. */
  isIngesting(): boolean
  /** Ends the engine, once the loop has ended or a second has passed. */
  stop(): Promise<void>
  signal: AbortSignal
  log: Log
  pollMs: { first: number; longest: number }
}

/**
 * Leases one group of jobs after the other, until `signal` aborts: at once while there are any, then
 * ever more seldom, and backing off while the Worker is away. `wake` looks now.
 */
export function startLeaseLoop(options: LeaseLoopOptions) {
  const { event, lease, runGroup, isIngesting, stop, signal, log, pollMs } = options
  const wanted = makeSignal()

  async function loop(): Promise<void> {
    let pauseMs = pollMs.first
    for (let failures = 0; !signal.aborted; ) {
      try {
        if (!isIngesting()) {
          const jobs = await lease()
          failures = 0
          if (jobs.length > 0) {
            pauseMs = pollMs.first
            await runGroup(jobs)
            continue
          }
          pauseMs = Math.min(pollMs.longest, pauseMs * 1.5)
        }
      } catch (error) {
        if (!(error instanceof WorkerAwayError) && !signal.aborted) {
          log.error(event, { message: messageOf(error) })
        }
        pauseMs = backOffMs(failures++, 1_000, pollMs.longest)
      }
      await wanted.wait(isIngesting() ? pollMs.first : pauseMs, signal)
    }
  }

  const running = loop()
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  return {
    wake: () => wanted.wake(),
    done: aborted.then(async () => {
      await Promise.race([running, sleep(1_000)])
      await stop()
    }),
  }
}
