import { env } from 'cloudflare:workers'
import type { FileId, JobId } from '#contracts/ids'
import { type Deps, makeDeps } from '../deps.ts'
import { queueCaptions } from '../edge-findings/queue-captions.ts'
import type { Env } from '../env.ts'
import { runEdgeJob } from '../jobs/run-edge-job.ts'
import { renditionKey } from '../originals/keys.ts'
import { fakeWorkersAi } from './fake-workers-ai.ts'
import type { TestUser } from './harness.ts'
import { manyFiles } from './many-files.ts'
import { webpLike } from './pictures.ts'

/** A deployment with Workers AI, whose queue is read by the test. */
export function withWorkersAi(variables: Record<string, string> = {}, bindings: Env = env) {
  const ai = fakeWorkersAi()
  const configured = { ...bindings, AI: ai, EDGE_FINDINGS: 'on', ...variables }
  const deferred: Promise<unknown>[] = []
  const made = makeDeps(configured, { test: true }, (work) => void deferred.push(work))
  const sent: JobId[] = []
  const deps: Deps = {
    ...made,
    log: { info() {}, error() {} },
    jobsQueue: {
      ...made.jobsQueue,
      async sendBatch(messages) {
        for (const { body } of messages) sent.push(body.jobId)
        return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } }
      },
    },
  }
  return {
    ...{ ai, deps, bindings: configured },
    run: (id: JobId) => runEdgeJob(deps, id),
    /** One minute of the deployment: what is due is queued and run; resolves to the jobs. */
    async minute(): Promise<JobId[]> {
      await queueCaptions(deps)
      const ids = sent.splice(0)
      for (const id of ids) await runEdgeJob(deps, id)
      while (deferred.length > 0) await deferred.shift()
      return ids
    },
  }
}

/** Files with previews whose bytes hold these words; a large preview may be too large to be sent. */
export async function filesThatShow(
  user: TestUser,
  shown: string[],
  { largeBytes = 0 } = {},
): Promise<FileId[]> {
  const ids = await manyFiles(user, shown.length, { preview: 'ready' })
  for (const [index, id] of ids.entries()) {
    const words = shown[index] ?? ''
    const large = new Uint8Array(largeBytes)
    const put = (name: '320' | '1600', bytes: Uint8Array) =>
      env.BUCKET.put(renditionKey(user.spaceId, id, name), bytes)
    await put('320', webpLike(words))
    await put('1600', largeBytes > 0 ? large : webpLike(words))
  }
  return ids
}
