import { jobMessageSchema } from '#contracts/jobs'
import type { Deps } from '../deps.ts'
import { runEdgeJob } from './run-edge-job.ts'

/**
 * Takes messages off the queue. A message only names a job, so it is acknowledged once the job was
 * looked at, whatever came of it: D1 knows, and the sweep repeats. What cannot be parsed is retried
 * until the queue moves it to the dead-letter queue.
 */
export async function consumeJobs(batch: MessageBatch, deps: Deps): Promise<void> {
  for (const message of batch.messages) {
    const parsed = jobMessageSchema.safeParse(message.body)
    if (!parsed.success) {
      deps.log.info('queue.unreadable_message', { attempts: message.attempts })
      message.retry()
      continue
    }
    try {
      await runEdgeJob(deps, parsed.data.jobId)
      message.ack()
    } catch (error) {
      deps.log.error('queue.job_not_started', error, { jobId: parsed.data.jobId })
      message.retry()
    }
  }
}
