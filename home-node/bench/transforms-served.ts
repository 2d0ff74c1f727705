import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { fileListSchema, uploadOutcomeSchema } from '#contracts/files'
import { transformLinkSchema } from '#contracts/transforms'
import type { Measure } from '../launch/measure-report.ts'
import { type SignedIn, startVault } from '../launch/vault.ts'
import { startBareWorker } from './bare-worker.ts'
import { make12MpJpegs } from './ingest-peer.ts'
import { ipxInstall, startIpx } from './ipx-peer.ts'

const root = resolve(import.meta.dirname, '../..')
const rounds = 9
const lanes = 8
const burst = 40
/** Until workerd has compiled what it runs often. */
const warmUps = 900
const requests = 600

type Make = (width: number) => Promise<unknown>

/** Changed pictures of a JPEG of 12 megapixels, asked for over the whole way, beside what makes them alone. */
export async function measureServed(measure: Measure): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudvault-bench-'))
  const env = { RATE_LIMITS: 'transform=100000/60,image-api=100000/60' }
  const vault = await startVault({ env })
  const [path = ''] = await make12MpJpegs(folder, 1)
  const ipx = await startIpx(folder)
  if (!ipx) measure.missingPeer('ipx', ipxInstall)
  const bare = await startBareWorker(root, folder)
  try {
    const admin = await vault.setupAdmin()
    const picture = await readFile(path)
    const id = await upload(admin, picture)
    for (const format of ['webp', 'avif'] as const) {
      const quality = format === 'webp' ? 80 : 55
      // Each width is asked for once, so nothing of ours is stored yet; ipx and sharp keep nothing.
      const ours: Make = (width) =>
        whole(
          admin.fetch(
            `/api/images/${id}/transform?resize=${width}x&format=${format}&quality=${quality}`,
          ),
        )
      const alone: Make = (width) =>
        sharp(picture).rotate().resize(width)[format]({ quality, effort: 2 }).toBuffer()
      const [our = 0, their = 0] = await inTurns([ours, alone], 800)
      measure.figure({
        ...{ name: `cold, to 800 px ${format}, end to end`, ours: our },
        ...{ peer: { name: 'bare sharp', value: their }, ratio: their / our },
        ...{ goal: 'at most 1.25 times', ok: our <= 1.25 * their, unit: 'ms' },
      })
      if (format === 'avif') continue
      await beside(measure, { ours, path, ipx: ipx?.url ?? null, our })
    }
    await measureHits(measure, { admin, id, bareUrl: bare.url })
  } finally {
    await bare.child.stop()
    await ipx?.child.stop()
    await vault.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function upload(admin: SignedIn, picture: Buffer): Promise<string> {
  const init = { method: 'POST', body: new Uint8Array(picture) }
  const sent = await admin.fetch('/api/files/upload?name=large.jpg', init)
  const { id } = uploadOutcomeSchema.parse(await sent.json()).file
  // The home node has it when its preview is there; half a minute later it lies on the disk as well.
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 500) {
    const { items } = fileListSchema.parse(await (await admin.fetch('/api/files?limit=1')).json())
    if (items[0]?.preview === 'ready') break
    await sleep(500)
  }
  await sleep(5_000)
  return id
}

/** ipx and vipsthumbnail doing the same, one after the other and in lanes. */
async function beside(
  measure: Measure,
  { ours, path, ipx, our }: { ours: Make; path: string; ipx: string | null; our: number },
) {
  const command = promisify(execFile)
  const thumbnail: Make = () =>
    command('vipsthumbnail', [path, '-s', '800x', '-o', '/tmp/tn.webp[Q=80]'])
  const isThere = await thumbnail(0).catch(() => null)
  if (isThere === null) measure.missingPeer('vipsthumbnail', 'apt-get install libvips-tools')
  else process.stdout.write(`vipsthumbnail: ${(await inTurns([thumbnail], 0))[0]?.toFixed(0)} ms\n`)
  if (ipx === null) return
  const name = path.slice(path.lastIndexOf('/') + 1)
  const theirs: Make = (width) => whole(fetch(`${ipx}/w_${width},f_webp,q_80/${name}`))
  const [their = 0] = await inTurns([theirs], 900)
  process.stdout.write(`ipx cold: ${their.toFixed(0)} ms, ours ${our.toFixed(0)} ms\n`)
  const [ourRate, theirRate] = [await inLanes(ours, 1_000), await inLanes(theirs, 1_000)]
  measure.figure({
    ...{ name: `cold at ${lanes} connections`, ours: ourRate, ratio: ourRate / theirRate },
    ...{ peer: { name: 'ipx', value: theirRate }, goal: 'at least 0.9', unit: 'pictures/s' },
    ok: ourRate >= 0.9 * theirRate,
  })
}

/** A signed picture from the cache, beside a Worker that answers as many bytes at once. */
async function measureHits(
  measure: Measure,
  { admin, id, bareUrl }: { admin: SignedIn; id: string; bareUrl: string },
) {
  const made = await admin.fetch(`/api/images/${id}/transform/link`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: 'resize=800x&format=webp' }),
  })
  const { url } = transformLinkSchema.parse(await made.json())
  const bytes = await whole(fetch(url))
  const hit = () => whole(fetch(url))
  const bareHit = () => whole(fetch(`${bareUrl}/picture?bytes=${bytes}`))
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let request = 0; request < warmUps + requests; request++) {
    const [our, their] = [await timed(hit), await timed(bareHit)]
    if (request < warmUps) continue
    ours.push(our)
    theirs.push(their)
  }
  const p99 = (values: number[]) =>
    values.toSorted((a, b) => a - b)[Math.floor(requests * 0.99)] ?? 0
  const [our, their] = [p99(ours), p99(theirs)]
  measure.figure({
    ...{
      name: `a signed picture from the cache, p99 (p50 ${median(ours).toFixed(1)} ms)`,
      ours: our,
    },
    ...{ peer: { name: 'a bare Worker', value: their }, ratio: their / our },
    ...{ goal: 'under 2 times', ok: our < 2 * their, unit: 'ms' },
  })
}

/** The middle of what each took, in milliseconds, one after the other, each round in another size. */
async function inTurns(makes: Make[], width: number): Promise<number[]> {
  const took = makes.map((): number[] => [])
  for (let round = 0; round < rounds + 2; round++) {
    for (const [at, make] of makes.entries()) {
      const ms = await timed(() => make(width + round))
      if (round > 1) took[at]?.push(ms)
    }
  }
  return took.map(median)
}

/** Pictures a second over several connections, each in another size. */
async function inLanes(make: Make, width: number): Promise<number> {
  let next = 0
  const lane = async () => {
    while (next < burst) await make(width + next++)
  }
  const ms = await timed(() => Promise.all(Array.from({ length: lanes }, lane)))
  return burst / (ms / 1_000)
}

async function whole(asked: Promise<Response>): Promise<number> {
  const response = await asked
  const { byteLength } = await response.arrayBuffer()
  if (!response.ok) throw new Error(`answered ${response.status}`)
  return byteLength
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
