import type { FileFound, IndexResult } from '#contracts/found'
import type { FileId, HomeNodeId, JobId } from '#contracts/ids'
import { VectorIndexError } from '#contracts/vectors'
import { runBatch } from '../db/run-batch.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { findJob } from '../jobs/find-job.ts'
import { finishHeldJob } from '../jobs/finish-held-job.ts'
import { tagsFromText } from '../tags/derived-tags.ts'
import { machineTagStatements } from '../tags/machine-tags.ts'
import { embeddingStatements, followEmbeddings } from '../vectors/store-embeddings.ts'
import { findFound, putFindings, putIndexed } from './found-queries.ts'
import { findWanted, keysOfFiles } from './queries.ts'
import { keptOf, keyOf } from './queue-files.ts'

/**
 * Takes what engines found in a file from the home node that holds the job: all of it at once or
 * nothing, instead of what these engines found before, or others that are not there any more. A second report changes nothing. Throws
 * `not_found`, `conflict` for a job that is not held, `validation_failed`.
 */
export async function recordFound(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'announce' | 'defer' | 'vectorIndex'>,
  homeNodeId: HomeNodeId,
  jobId: JobId,
  result: IndexResult,
): Promise<void> {
  const job = await findJob(deps, jobId)
  if (job?.name !== 'index-file' || job.fileId === null) throw noSuchJob()
  const isHeld = job.leaseOwner === homeNodeId && (job.state === 'running' || job.state === 'done')
  if (!isHeld) throw new AppError('conflict', 'This job is not held by this home node.')
  if (job.state === 'done') return
  const { fileId, spaceId } = job
  const now = deps.now()
  const { db } = deps
  const [wanted, [last]] = await Promise.all([findWanted(db), keysOfFiles(db, [fileId])])
  const kept = keptOf(wanted, last?.engines ?? '').filter((one) => !result.looked.includes(one))
  try {
    await runBatch(db, [
      ...putFindings(db, fileId, kept, result),
      ...machineTagStatements(db, {
        fileId,
        engines: result.looked,
        tags: [...result.tags, ...tagsFromText(result.text)],
      }),
      ...embeddings(deps, { fileId, spaceId, embeddings: result.embeddings, now }),
      putIndexed(db, fileId, keyOf(wanted?.run ?? 1, [...kept, ...result.looked]), now),
      finishHeldJob(db, jobId, homeNodeId, now),
    ])
  } catch (error) {
    if (await findJob(deps, jobId)) throw error
    // The file was purged meanwhile, and its job with it.
    throw noSuchJob()
  }
  const { objects, text } = result
  deps.log.info('file.indexed', { fileId, objects: objects.length, hasText: text !== null })
  deps.defer(deps.announce(spaceId, { type: 'files.changed', fileIds: [fileId] }))
  deps.defer(followEmbeddings(deps, spaceId, result.embeddings))
}

function embeddings({ db }: Pick<Deps, 'db'>, stored: Parameters<typeof embeddingStatements>[1]) {
  try {
    return embeddingStatements(db, stored)
  } catch (error) {
    if (!(error instanceof VectorIndexError)) throw error
    throw new AppError('validation_failed', `embeddings: ${error.message}`, { cause: error })
  }
}

/** What engines found in a file, as people are told; access is for the caller to decide. */
export async function foundIn(deps: Pick<Deps, 'db'>, fileId: FileId): Promise<FileFound> {
  return await findFound(deps.db, fileId)
}

function noSuchJob(): AppError {
  return new AppError('not_found', 'There is no such job.')
}
