import type { FileId, JobId } from '#contracts/ids'
import { canonicalRecipe } from '#contracts/recipe'
import type { QueuedTransform } from '#contracts/transforms'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { newId } from '../../ids.ts'
import type { Draft } from '../draft.ts'
import type { WantedTransform } from '../make-transform.ts'
import { printDraft } from '../print-draft.ts'
import { type FoundQueued, findQueued, findQueuedByHash, insertQueued } from './queries.ts'

/**
 * Queues the making of a picture for somebody who does not want to wait for it; of many who ask for the
 * same one, one job is made. Throws `not_found` when the file was purged meanwhile.
 */
export async function queueTransform(
  deps: Pick<Deps, 'db' | 'now' | 'defer' | 'jobsQueue'>,
  { draft, ...wanted }: WantedTransform & { draft: Draft },
): Promise<QueuedTransform> {
  const { file, recipe, hash, overlays } = wanted
  // What was decided by who asks stays decided.
  const { format } = recipe.output
  const printed = printDraft({ ...draft, output: { ...draft.output, format } })
  const row = {
    ...{ jobId: newId('job', deps.now()), fileId: file.id, hash, recipe: canonicalRecipe(recipe) },
    overlays: JSON.stringify(overlays.map(({ id }) => id)),
    query: new URLSearchParams(printed.map(([name, value]) => [name, value])).toString(),
  }
  await insertQueued(deps.db, row, deps.now())
  const queued = await findQueuedByHash(deps.db, row)
  if (!queued) throw new AppError('not_found', 'There is no such image.')
  if (queued.jobId === row.jobId) deps.defer(deps.jobsQueue.send({ jobId: row.jobId }))
  return toView(queued)
}

/** How the making of a picture goes. Throws `not_found` for a job of another file, or a forgotten one. */
export async function readQueued(
  deps: Pick<Deps, 'db'>,
  fileId: FileId,
  jobId: JobId,
): Promise<QueuedTransform> {
  const queued = await findQueued(deps.db, jobId)
  if (queued?.fileId === fileId) return toView(queued)
  throw new AppError('not_found', 'There is no such picture under way.')
}

const states = {
  queued: 'waiting',
  waiting_home: 'waiting',
  running: 'running',
  done: 'ready',
  failed: 'failed',
} satisfies Record<FoundQueued['state'], QueuedTransform['state']>

function toView({ jobId, fileId, state, note, query }: FoundQueued): QueuedTransform {
  const transform = `/api/images/${fileId}/transform`
  return {
    ...{ job: jobId, state: states[state], note },
    status: `${transform}/jobs/${jobId}`,
    picture: `${transform}${query === '' ? '' : `?${query}`}`,
  }
}
