import type { JobId } from '#contracts/ids'
import { InferenceError } from '#contracts/inference'
import type { JobName } from '#contracts/jobs'
import { captionFile } from '../edge-findings/caption-file.ts'
import { nextDay } from '../edge-findings/edge-calls.ts'
import { AppError } from '../errors.ts'
import { verifyOriginal } from '../mirror/verify-original.ts'
import { renderEdit } from '../transforms/edits/render-edit.ts'
import { makeQueued } from '../transforms/queued/make-queued.ts'
import {
  backOffMs,
  finishJob,
  leaseEdgeJob,
  maxAttempts,
  postponeJob,
  requeueJob,
} from './queries.ts'

type EdgeDeps = Parameters<typeof renderEdit>[0] &
  Parameters<typeof verifyOriginal>[0] &
  Parameters<typeof captionFile>[0] &
  Parameters<typeof makeQueued>[0]
type EdgeJob = NonNullable<Awaited<ReturnType<typeof leaseEdgeJob>>>

const waitForHomeMs = 30_000

/** Leases and runs one edge job; nothing happens when it is done, held, or not due. */
export async function runEdgeJob(deps: EdgeDeps, id: JobId): Promise<void> {
  const owner = `edge:${crypto.randomUUID()}`
  const job = await leaseEdgeJob(deps.db, id, owner, deps.now())
  if (!job) return
  try {
    await run(deps, job)
    await finishJob(deps.db, id, owner, { state: 'done', note: null, now: deps.now() })
  } catch (error) {
    deps.log.error('job.failed', error, { jobId: id, attempts: job.attempts })
    const { note, waitsUntil, isFinal } = failureOf(job.name, error, deps.now())
    if (waitsUntil !== null) {
      await postponeJob(deps.db, id, owner, { note, nextAt: waitsUntil })
    } else if (isFinal || job.attempts >= maxAttempts) {
      await finishJob(deps.db, id, owner, { state: 'failed', note, now: deps.now() })
    } else {
      await requeueJob(deps.db, id, owner, { note, nextAt: deps.now() + backOffMs(job.attempts) })
    }
  }
}

async function run(deps: EdgeDeps, job: EdgeJob): Promise<void> {
  if (job.name === 'verify-original') await verifyOriginal(deps, job.spaceId, job.originalId)
  else if (job.fileId === null) return
  else if (job.name === 'render-edit') await renderEdit(deps, job.fileId)
  else if (job.name === 'make-transform') await makeQueued(deps, job.id)
  else if (job.name === 'caption-file') await captionFile(deps, job.fileId)
}

interface Failure {
  /** What failed, for people. */
  note: string
  /** It is nobody's fault and does not count as a try; null: it does. */
  waitsUntil: number | null
  /** Trying again is of no use. */
  isFinal: boolean
}

function failureOf(name: JobName, error: unknown, now: number): Failure {
  if (name === 'caption-file') return captionFailure(error, now)
  if (name !== 'render-edit' && name !== 'make-transform') {
    const note = 'The original could not be read back from R2.'
    return { note, waitsUntil: null, isFinal: false }
  }
  if (!(error instanceof AppError)) {
    const what = name === 'render-edit' ? 'edited' : 'changed'
    const note = `The ${what} picture could not be made.`
    return { note, waitsUntil: null, isFinal: false }
  }
  const waits = error.code === 'home_node_offline'
  const isFinal = !waits && error.code !== 'try_again'
  const note = error.message.slice(0, 300)
  return { note, waitsUntil: waits ? now + waitForHomeMs : null, isFinal }
}

function captionFailure(error: unknown, now: number): Failure {
  if (!(error instanceof InferenceError)) {
    const note = 'What Workers AI said could not be written down.'
    return { note, waitsUntil: null, isFinal: false }
  }
  return {
    note: error.message,
    waitsUntil: error.code === 'budget_spent' ? nextDay(now) : null,
    isFinal: error.code === 'undecodable' || error.code === 'capability_missing',
  }
}
