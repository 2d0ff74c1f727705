import type { LeasedJob } from '#contracts/jobs'
import { boundedBytes } from '../bounded-bytes.ts'
import type { DiskSet } from '../disks/disk-set.ts'
import { sha256Hex } from '../link/signed-request.ts'
import type { WorkerClient } from '../link/worker-client.ts'
import { type Log, messageOf } from '../log.ts'
import type { AtHand } from '../mirror/at-hand.ts'
import { receive } from '../mirror/receive.ts'

/** Larger originals are fetched alone, where they can be taken up again from any byte. */
const batchItemMaxBytes = 8_388_608

export interface FetchDeps {
  client: Pick<WorkerClient, 'openOriginal' | 'openOriginals'>
  disks: Pick<DiskSet, 'open'>
  /** Resolves when the mirror has brought this original, if it is just doing so. */
  whenMirrored?(sha256: LeasedJob['sha256']): Promise<void>
  /** What was fetched is left here for the mirror. */
  atHand?: Pick<AtHand, 'keep'>
  log: Log
  signal: AbortSignal
}

/** A job with its original, or with why that could not be had. */
export interface Fetched {
  job: LeasedJob
  bytes: Uint8Array | null
  error: unknown
}

/** The original from an own disk, if one has it unharmed. */
async function fromOwnDisk(deps: FetchDeps, job: LeasedJob): Promise<Uint8Array | null> {
  await deps.whenMirrored?.(job.sha256)
  const opened = await deps.disks.open(job.sha256)
  if (opened === null) return null
  const bytes = await boundedBytes(opened.body, job.sizeBytes).catch(() => null)
  return bytes !== null && sha256Hex(bytes) === job.sha256 ? bytes : null
}

/** The originals of these jobs that one signed request brings. What it does not bring is not in it. */
async function* fromBatch(
  deps: FetchDeps,
  jobs: LeasedJob[],
): AsyncGenerator<{ job: LeasedJob; bytes: Uint8Array }> {
  const ids = [...new Set(jobs.map((job) => job.originalId))]
  try {
    for await (const { head, body } of deps.client.openOriginals(ids)) {
      const wanting = jobs.filter((job) => job.originalId === head.originalId)
      const [first] = wanting
      if (first === undefined || first.sizeBytes !== head.sizeBytes) continue
      const bytes = Buffer.allocUnsafeSlow(head.sizeBytes)
      let filled = 0
      for await (const chunk of body) {
        bytes.set(chunk, filled)
        filled += chunk.length
      }
      if (sha256Hex(bytes) !== first.sha256) continue
      deps.atHand?.keep(first.sha256, bytes)
      for (const job of wanting) yield { job, bytes }
    }
  } catch (error) {
    if (deps.signal.aborted) return
    deps.log.error('jobs.batch', { message: messageOf(error) })
  }
}

async function fromWorker(deps: FetchDeps, job: LeasedJob): Promise<Uint8Array> {
  const open = (from: number) => deps.client.openOriginal(job.originalId, from)
  const bytes = await boundedBytes(receive(open, job.sizeBytes, deps.signal), job.sizeBytes + 1)
  if (sha256Hex(bytes) !== job.sha256) throw new Error('the original came with other bytes')
  return bytes
}

/**
 * The originals of a few jobs, each as soon as it is there: from an own disk, else several in one
 * request, else alone. Every job comes out once; none of them makes it reject. All of them are in
 * memory at worst: the caller bounds their sum.
 */
export async function* fetchOriginals(deps: FetchDeps, jobs: LeasedJob[]): AsyncGenerator<Fetched> {
  const missing = new Set<LeasedJob>()
  for (const job of jobs) {
    const bytes = await fromOwnDisk(deps, job).catch(() => null)
    if (bytes === null) missing.add(job)
    else yield { job, bytes, error: null }
  }
  const small = [...missing].filter((job) => job.sizeBytes <= batchItemMaxBytes)
  if (small.length > 0) {
    for await (const { job, bytes } of fromBatch(deps, small)) {
      missing.delete(job)
      yield { job, bytes, error: null }
    }
  }
  for (const job of missing) {
    try {
      yield { job, bytes: await fromWorker(deps, job), error: null }
    } catch (error) {
      yield { job, bytes: null, error }
    }
  }
}
