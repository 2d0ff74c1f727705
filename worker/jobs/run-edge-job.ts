import type { JobId } from '#contracts/ids'
import type { JobName } from '#contracts/jobs'
import { AppError } from '../errors.ts'
import { verifyOriginal } from '../mirror/verify-original.ts'
import { renderEdit } from '../transforms/edits/render-edit.ts'
import {
  backOffMs,
  finishJob,
  leaseEdgeJob,
  maxAttempts,
  postponeJob,
  requeueJob,
} from './queries.ts'

type EdgeDeps = Parameters<typeof renderEdit>[0] & Parameters<typeof verifyOriginal>[0]
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
    const { note, waits, isFinal } = failureOf(job.name, error)
    if (waits) {
      await postponeJob(deps.db, id, owner, { note, nextAt: deps.now() + waitForHomeMs })
    } else if (isFinal || job.attempts >= maxAttempts) {
      await finishJob(deps.db, id, owner, { state: 'failed', note, now: deps.now() })
    } else {
      await requeueJob(deps.db, id, owner, { note, nextAt: deps.now() + backOffMs(job.attempts) })
    }
  }
}

async function run(deps: EdgeDeps, job: EdgeJob): Promise<void> {
  if (job.name !== 'render-edit') await verifyOriginal(deps, job.spaceId, job.originalId)
  else if (job.fileId !== null) await renderEdit(deps, job.fileId)
}

/** What failed, for people; whether it waits for the home node, and whether trying again is of no use. */
function failureOf(name: JobName, error: unknown) {
  if (name !== 'render-edit') {
    const note = 'The original could not be read back from R2.'
    return { note, waits: false, isFinal: false }
  }
  if (!(error instanceof AppError)) {
    return { note: 'The edited picture could not be made.', waits: false, isFinal: false }
  }
  const waits = error.code === 'home_node_offline'
  return { note: error.message.slice(0, 300), waits, isFinal: !waits }
}
