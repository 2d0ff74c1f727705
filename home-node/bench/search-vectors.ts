import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { makeSeeded } from '../faults/seeded.ts'
import { type Child, startChild } from '../launch/child.ts'
import type { Measure } from '../launch/measure-report.ts'
import { freePort } from '../launch/ports.ts'
import { isolateBytes } from './isolate-memory.ts'

const dimensions = 512
const vectorsPerPart = 100_000
const parts = 3
const results = 10
const queryCount = 100
/** Vectors of one request: 1 MB, so that what is on its way is little beside what stays. */
const chunk = 500

const peersSchema = z.object({
  faissMs: z.number(),
  numpyMs: z.number(),
  nearest: z.array(z.array(z.int())),
})
const answersSchema = z.array(z.array(z.object({ fileId: z.string(), similarity: z.number() })))

/**
 * Exact search in a Durable Object beside FAISS and numpy over the same vectors, each on one thread;
 * then three objects at once. The vectors point everywhere alike, so that neighbours lie as close
 * together as they can: no model's are harder to tell apart.
 */
export async function measureVectors(measure: Measure): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudvault-vectors-'))
  const worker = await startVectorsWorker(folder)
  const awake = keepAwake(worker.url)
  try {
    const random = makeSeeded(7).next
    const queries = directions(queryCount, random)
    await writeFile(join(folder, 'queries.f32'), queries)
    const empty = await worker.heldBytes()
    await fill(worker.url, 0, random, join(folder, 'vectors.f32'))
    const ours = await timeQueries(worker.url, queries, 1)
    const peers = await askPeers(folder)
    const again = await timeQueries(worker.url, queries, 1)
    const ms = Math.min(ours.ms, again.ms)
    if (peers === null) {
      measure.missingPeer('FAISS', 'apt-get install python3-faiss libopenblas0-pthread')
    } else {
      reportSpeed(measure, ms, peers)
      reportRecall(measure, ours.nearest, peers.nearest)
    }
    const heldMb = ((await worker.heldBytes()) - empty) / 1e6
    measure.figure({
      ...{ name: 'memory of 100,000 vectors in the isolate', ours: heldMb, unit: 'MB' },
      ...{ goal: 'under 80', ok: heldMb < 80 },
    })
    for (let part = 1; part < parts; part++) await fill(worker.url, part, random)
    const one = await timeQueries(worker.url, queries, 1)
    const three = await timeQueries(worker.url, queries, parts)
    measure.figure({
      ...{ name: 'nearest 10 of 300,000 in three objects', ours: three.ms, unit: 'ms' },
      ...{ peer: { name: 'one object of 100,000', value: one.ms }, ratio: one.ms / three.ms },
      ...{ goal: 'at most 4 times its time', ok: three.ms <= one.ms * 4 },
    })
  } finally {
    clearInterval(awake)
    await worker.child.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** An object that nobody asks is put away after ten seconds, and its table with it. */
function keepAwake(url: string): NodeJS.Timeout {
  return setInterval(() => void askNothing(url).catch(() => null), 2_000)
}

function reportSpeed(measure: Measure, ms: number, peers: z.infer<typeof peersSchema>) {
  for (const [name, value] of [
    ['FAISS Flat', peers.faissMs],
    ['numpy', peers.numpyMs],
  ] as const) {
    measure.figure({
      ...{ name: 'nearest 10 of 100,000 vectors, exact', ours: ms, unit: 'ms' },
      ...{ peer: { name, value }, ratio: value / ms },
      ...{ goal: 'at most 1.2 times its time', ok: ms <= value * 1.2 },
    })
  }
}

function reportRecall(measure: Measure, ours: number[][], exact: number[][]) {
  const shares = exact.map((ids, query) => {
    const found = new Set(ours[query])
    return ids.filter((id) => found.has(id)).length / ids.length
  })
  const recall = shares.reduce((sum, share) => sum + share, 0) / shares.length
  measure.figure({
    ...{ name: 'of the true nearest 10, found with a byte a dimension', ours: recall },
    ...{ goal: 'at least 0.98', ok: recall >= 0.98, unit: 'of 1' },
  })
}

interface VectorsWorker {
  url: string
  child: Child
  /** What the isolate and the rows of part 0 take, garbage collected. */
  heldBytes: () => Promise<number>
}

async function startVectorsWorker(folder: string): Promise<VectorsWorker> {
  const [port, inspectorPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const child = startChild({
    name: 'Worker of vectors',
    args: [
      'home-node/bench/serve-vectors.ts',
      String(port),
      String(inspectorPort),
      join(folder, 'worker'),
    ],
    cwd: resolve(import.meta.dirname, '../..'),
    env: {},
    logPath: join(folder, 'worker.log'),
  })
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 100) {
    const response = await askNothing(url).catch(() => null)
    if (response?.ok) {
      return { url, child, heldBytes: () => heldBytes(url, inspectorPort) }
    }
    await sleep(100)
  }
  await child.stop()
  throw new Error(`The Worker of ${url} did not answer:\n${child.tail()}`)
}

const askNothing = (url: string) =>
  fetch(`${url}?dimensions=${dimensions}&parts=${parts}`, { method: 'POST', body: '' })

async function heldBytes(url: string, inspectorPort: number): Promise<number> {
  const rows = z.number().parse(await (await fetch(`${url}/0?dimensions=${dimensions}`)).json())
  return rows + (await isolateBytes(inspectorPort, () => askNothing(url)))
}

async function fill(url: string, part: number, random: () => number, path?: string) {
  const file = path === undefined ? null : createWriteStream(path)
  for (let first = 0; first < vectorsPerPart; first += chunk) {
    const vectors = directions(chunk, random)
    file?.write(vectors)
    const number = part * vectorsPerPart + first
    const target = `${url}/${part}?dimensions=${dimensions}&first=${number}`
    const response = await fetch(target, { method: 'PUT', body: vectors })
    if (!response.ok) throw new Error(`Filling answered ${response.status}.`)
    await response.arrayBuffer()
  }
  if (file) await finished(file.end())
}

/** Milliseconds a query, the median of ten calls of ten each, and the numbers of what was found. */
async function timeQueries(url: string, queries: Uint8Array<ArrayBuffer>, fromParts: number) {
  const target = `${url}?dimensions=${dimensions}&parts=${fromParts}&topK=${results}`
  const perCall = 10 * dimensions * 4
  const times: number[] = []
  const nearest: number[][] = []
  for (let start = 0; start < queries.length; start += perCall) {
    const started = performance.now()
    const body = queries.subarray(start, start + perCall)
    const response = await fetch(target, { method: 'POST', body })
    const answers = answersSchema.parse(await response.json())
    times.push((performance.now() - started) / 10)
    for (const hits of answers) {
      if (hits.length < results) throw new Error('The table of vectors was put away.')
      nearest.push(hits.map(({ fileId }) => Number(fileId.slice(4))))
    }
  }
  return { ms: times.sort((one, two) => one - two)[times.length >> 1] ?? 0, nearest }
}

/** Null where Debian's FAISS is not installed; its Python is the system's, not one on the path. */
async function askPeers(folder: string): Promise<z.infer<typeof peersSchema> | null> {
  const script = fileURLToPath(new URL('exact-peers.py', import.meta.url))
  const files = [join(folder, 'vectors.f32'), join(folder, 'queries.f32')]
  try {
    const args = [script, ...files, String(dimensions), String(results)]
    const { stdout } = await promisify(execFile)('/usr/bin/python3', args)
    return peersSchema.parse(JSON.parse(stdout))
  } catch (error) {
    const text = error instanceof Error ? error.message : ''
    if (/ModuleNotFoundError|ENOENT/.test(text)) return null
    throw error
  }
}

/** Vectors of length 1 in directions of no preference, as bytes of float32. */
function directions(count: number, random: () => number): Uint8Array<ArrayBuffer> {
  const numbers = new Float32Array(count * dimensions)
  for (let start = 0; start < numbers.length; start += dimensions) {
    let squares = 0
    for (let index = start; index < start + dimensions; index++) {
      const value = random() + random() + random() + random() - 2
      numbers[index] = value
      squares += value * value
    }
    const length = Math.sqrt(squares)
    for (let index = start; index < start + dimensions; index++) {
      numbers[index] = (numbers[index] ?? 0) / length
    }
  }
  return new Uint8Array(numbers.buffer)
}
