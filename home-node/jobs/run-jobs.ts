import { setTimeout as sleep } from 'node:timers/promises'
import type { IngestResult, LeasedJob } from '#contracts/jobs'
import type { RenditionName } from '#contracts/renditions'
import { boundedBytes } from '../bounded-bytes.ts'
import type { DiskSet } from '../disks/disk-set.ts'
import { maxPictureBytes } from '../images/probe.ts'
import { sha256Hex } from '../link/signed-request.ts'
import { WorkerAwayError, type WorkerClient, WorkerRefusedError } from '../link/worker-client.ts'
import { type Log, messageOf } from '../log.ts'
import { receive } from '../mirror/receive.ts'
import { backOffMs } from '../retry.ts'
import { makeSignal } from '../signal.ts'

interface IngestedPicture {
  result: IngestResult
  renditions: { name: RenditionName; bytes: Uint8Array }[]
}

/**
 * The pipeline. A picture that cannot be decoded is a result (`preview: 'none'`), not a rejection;
 * it rejects only when something is wrong here, so that the job is tried again.
 */
export type IngestPicture = (
  bytes: Uint8Array,
  hint: { mimeType: string },
) => Promise<IngestedPicture>

export interface RunJobsOptions {
  client: Pick<
    WorkerClient,
    'leaseJobs' | 'finishJob' | 'failJob' | 'putRendition' | 'openOriginal'
  >
  disks: Pick<DiskSet, 'open'>
  ingestPicture: IngestPicture
  log: Log
  signal: AbortSignal
  /** Jobs under way at once: more than cores, so that one is fetched or stored while others decode. */
  lanes?: number
  pollMs?: { first: number; longest: number }
}

const tooLarge: IngestResult = {
  preview: 'none',
  previewNote: 'This file is too large for a preview.',
  width: null,
  height: null,
  takenAt: null,
  camera: null,
  thumbhash: null,
  renditions: [],
  tags: [],
}

/** The original's bytes: from an own disk if one has them unharmed, else from the Worker. */
async function bytesOf(options: RunJobsOptions, job: LeasedJob): Promise<Uint8Array> {
  const { disks, client, signal } = options
  const opened = await disks.open(job.sha256)
  if (opened !== null) {
    const bytes = await boundedBytes(opened.body, maxPictureBytes).catch(() => null)
    if (bytes !== null && sha256Hex(bytes) === job.sha256) return bytes
  }
  const open = (from: number) => client.openOriginal(job.originalId, from)
  const bytes = await boundedBytes(receive(open, job.sizeBytes, signal), maxPictureBytes)
  if (sha256Hex(bytes) !== job.sha256) throw new Error('the original came with other bytes')
  return bytes
}

async function runJob(options: RunJobsOptions, job: LeasedJob): Promise<void> {
  const { client, log } = options
  try {
    if (job.sizeBytes > maxPictureBytes) {
      await client.finishJob(job.id, tooLarge)
      return
    }
    const bytes = await bytesOf(options, job)
    const { result, renditions } = await options.ingestPicture(bytes, { mimeType: job.mimeType })
    await Promise.all(
      renditions.map(({ name, bytes: made }) =>
        client.putRendition(job.fileId, name, job.id, made),
      ),
    )
    await client.finishJob(job.id, result)
  } catch (error) {
    if (options.signal.aborted) return
    log.error('job.failed', { jobId: job.id, job: job.name, message: messageOf(error) })
    // Away: the lease ends by itself. Refused because the job went to another: nothing to add.
    if (error instanceof WorkerAwayError) return
    if (error instanceof WorkerRefusedError && [404, 409, 410].includes(error.status)) return
    const note = 'The home node could not finish this; it will try again.'
    await client.failJob(job.id, { note, retryable: true }).catch((failure: unknown) => {
      log.error('job.not_reported', { jobId: job.id, message: messageOf(failure) })
    })
  }
}

/** Leases jobs whenever there is a free lane, and runs them, until `signal` aborts. */
export function startJobs(options: RunJobsOptions) {
  const { client, log, signal, lanes = 4 } = options
  const poll = options.pollMs ?? { first: 5_000, longest: 30_000 }
  const wanted = makeSignal()
  const running = new Set<Promise<void>>()

  async function loop(): Promise<void> {
    let pauseMs = poll.first
    for (let failures = 0; !signal.aborted; ) {
      try {
        const jobs = await client.leaseJobs(lanes - running.size)
        failures = 0
        for (const job of jobs) {
          const run = runJob(options, job).finally(() => running.delete(run))
          running.add(run)
        }
        if (jobs.length > 0) {
          pauseMs = poll.first
          // There may be more where these came from: ask again as soon as a lane is free.
          if (running.size >= lanes) await Promise.race(running)
          continue
        }
        pauseMs = Math.min(poll.longest, pauseMs * 1.5)
      } catch (error) {
        if (!(error instanceof WorkerAwayError) && !signal.aborted) {
          log.error('jobs.lease', { message: messageOf(error) })
        }
        pauseMs = backOffMs(failures++, 1_000, poll.longest)
      }
      await wanted.wait(pauseMs, signal)
      if (running.size >= lanes) await Promise.race(running)
    }
    // Jobs that are nearly done may finish; the others' leases end by themselves.
    await Promise.race([Promise.allSettled(running), sleep(2_000)])
  }

  return { wake: () => wanted.wake(), isBusy: () => running.size > 0, done: loop() }
}
