import type { IndexResult } from '#contracts/found'
import { frameHead } from '#contracts/frames'
import { type LeasedJob, leaseResponseSchema } from '#contracts/jobs'
import type { TestHomeNode } from './home-node.ts'
import { webpLike } from './pictures.ts'

export const testEngines = ['colours-1', 'reader-1', 'seer-1']

/** What engines found of a picture of a red car before a sign, with everything that is not said. */
export function aFinding(change: Partial<IndexResult> = {}): IndexResult {
  const car = { label: 'car', probability: 0.9, engine: 'seer-1' }
  return {
    looked: testEngines,
    tags: [car],
    objects: [
      {
        ...{ ...car, atMs: null, colours: ['red', 'black'] },
        box: { left: 0.1, top: 0.2, width: 0.5, height: 0.25 },
      },
    ],
    text: { text: 'Kiosk\nopen daily', confidence: 0.9, engine: 'reader-1' },
    embeddings: [],
    ...change,
  }
}

/** Leases all jobs of a name that wait for home nodes, as this one. */
export async function leaseAll(
  node: TestHomeNode,
  name: 'ingest-file' | 'index-file' | 'find-faces',
  engines = testEngines,
): Promise<LeasedJob[]> {
  const wanted = name === 'index-file' ? { max: 50, name, engines } : { max: 50, name }
  const leased = await node.fetch('POST', '/api/home/jobs/lease', wanted)
  return leaseResponseSchema.parse(await leased.json()).jobs
}

/** Makes the preview of every file that waits for one. */
export async function makePreviews(node: TestHomeNode): Promise<void> {
  const pictures = [webpLike('320'), webpLike('1600 and larger')]
  for (const job of await leaseAll(node, 'ingest-file')) {
    const head = frameHead({
      ...{ preview: 'ready', previewNote: null, width: 8, height: 6, takenAt: null },
      ...{ camera: null, thumbhash: null, tags: [] },
      renditions: pictures.map(({ length }, index) => {
        return { name: ['320', '1600'][index], width: 8, height: 6, sizeBytes: length }
      }),
    })
    const body = Buffer.concat([head, ...pictures])
    await node.fetch('POST', `/api/home/jobs/${job.id}/done`, new Uint8Array(body))
  }
}
