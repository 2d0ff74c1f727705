import type { Deps } from '../deps.ts'
import { newId } from '../ids.ts'
import { keyOf, runOfIndex } from '../indexing/queue-files.ts'
import { captionEngine, captionVectorModel, edgeLabelEngine } from '../inference/workers-ai.ts'
import { edgeCallsLeft } from './edge-calls.ts'
import { countCaptionJobs, filesToCaption, queueCaptionJobs } from './queries.ts'

/** Caption, labels, vector. */
const callsPerFile = 3
const waitingAtMost = 20

/**
 * Makes jobs for files that nothing at home can look at, while the edge may be asked: where it is
 * turned on, no home node is connected and the day has calls left. A minute's worth at a time.
 */
export async function queueCaptions(
  deps: Pick<Deps, 'config' | 'db' | 'now' | 'log' | 'homeLink' | 'jobsQueue'>,
): Promise<void> {
  if (!deps.config.edgeFindings || (await deps.homeLink.isOnline())) return
  const waiting = await countCaptionJobs(deps.db, waitingAtMost)
  const payable = Math.floor((await edgeCallsLeft(deps)) / callsPerFile)
  const room = Math.min(waitingAtMost, payable) - waiting
  if (room <= 0) return
  const engines = [captionEngine, edgeLabelEngine, captionVectorModel]
  const key = keyOf(await runOfIndex(deps), engines)
  const fileIds = await filesToCaption(deps.db, key, room)
  if (fileIds.length === 0) return
  const now = deps.now()
  const pairs = fileIds.map((fileId) => ({ fileId, jobId: newId('job', now) }))
  await queueCaptionJobs(deps.db, pairs, key, now)
  await deps.jobsQueue.sendBatch(pairs.map(({ jobId }) => ({ body: { jobId } })))
  deps.log.info('captions.queued', { files: pairs.length })
}
