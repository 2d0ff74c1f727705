import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileListSchema } from '#contracts/files'
import type { VaultStatus } from '#contracts/home-node'
import { readStatus } from '../cli/read-status.ts'
import type { Measure } from '../launch/measure-report.ts'
import { type SignedIn, startVault, type Vault } from '../launch/vault.ts'
import { startBareWorker } from './bare-worker.ts'
import { bareSharpThumbnails, make12MpJpegs } from './ingest-peer.ts'
import { makeFiles, sendFiles, timeShell } from './sample-files.ts'
import { followWorkerLog } from './worker-events.ts'
import { growthDuring } from './worker-memory.ts'

const root = resolve(import.meta.dirname, '../..')
const lanes = 6
const parts = ['upload', 'mirror', 'thumbnails', 'memory'] as const

interface Bench {
  measure: Measure
  folder: string
  vault: Vault
  admin: SignedIn
  /** What curl needs to upload `{}` to the vault. */
  upload: string
}

/**
 * How fast a vault takes files in, beside what the same machine does without it. Words after the
 * name choose parts: upload mirror thumbnails memory (mirror needs upload's files).
 */
export async function run(measure: Measure): Promise<void> {
  const unknown = measure.args.find((word) => !parts.some((part) => part === word))
  if (unknown !== undefined) throw new Error(`"${unknown}" is none of: ${parts.join(', ')}`)
  const wants = (part: (typeof parts)[number]) =>
    measure.args.length === 0 || measure.args.includes(part)
  if ((await timeShell('command -v curl', tmpdir()).catch(() => null)) === null) {
    measure.missingPeer('curl', 'apt-get install curl')
    return
  }
  const folder = await mkdtemp(join(tmpdir(), 'cloudvault-bench-'))
  const vault = await startVault({ isHomeApart: true })
  try {
    const admin = await vault.setupAdmin()
    const upload = `-X POST -H 'Origin: ${vault.url}' -H 'Cookie: ${admin.cookie}' '${vault.url}/api/files/upload?name={}'`
    const bench: Bench = { measure, folder, vault, admin, upload }
    await vault.stopHome()
    if (wants('upload') || wants('mirror')) await measureUpload(bench)
    if (wants('mirror')) await measureMirror(bench)
    if (wants('thumbnails')) await measureThumbnails(bench)
    if (wants('memory')) await measureMemory(bench)
  } finally {
    await vault.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** 200 files of 4 MB over 6 lanes of curl; 50 to the vault, the same 50 to the bare Worker, and so on. */
async function measureUpload({ measure, folder, upload }: Bench) {
  const source = join(folder, 'files')
  const names = await makeFiles(source, 200, 4_000_000)
  const warmNames = await makeFiles(join(folder, 'warm'), lanes, 100_000)
  const bare = await startBareWorker(root, folder)
  try {
    const put = `'${bare.url}/{}'`
    for (const options of [upload, put]) {
      await sendFiles(join(folder, 'warm'), warmNames, lanes, options)
    }
    let [ours, peers] = [0, 0]
    for (let at = 0; at < names.length; at += 50) {
      const some = names.slice(at, at + 50)
      ours += await sendFiles(source, some, lanes, upload)
      peers += await sendFiles(source, some, lanes, put)
    }
    const megabytes = names.length * 4
    measure.figure({
      name: 'upload of 200 files of 4 MB over 6 lanes',
      ours: megabytes / ours,
      peer: { name: 'curl PUTs into R2', value: megabytes / peers },
      ratio: peers / ours,
      goal: 'at least 0.6',
      ok: peers / ours >= 0.6,
      unit: 'MB/s',
    })
  } finally {
    await bare.child.stop()
  }
}

/**
 * From the start of the home node's work to the last copy that it acknowledged: hashed as it came,
 * written and synced, as cp and sync do without the hash. Then until all were read back from the
 * medium as well, which the peer does not do at all.
 */
async function measureMirror({ measure, folder, vault }: Bench) {
  const copy = async (round: string) => {
    await timeShell('sync', folder)
    const [first, second] = [join(folder, `1tb-${round}`), join(folder, `8tb-${round}`)]
    const line = `cp -r files '${first}' && cp -r files '${second}' && sync`
    const seconds = await timeShell(line, folder)
    await timeShell(`rm -rf '${first}' '${second}'`, folder)
    return seconds
  }
  const before = await copy('before')
  await timeShell('sync', folder)
  await vault.startHome()
  const start = performance.now()
  const secondsUntil = async (isCopy: (place: Place) => number) => {
    await waitForCopies(vault, isCopy)
    return (performance.now() - start) / 1_000
  }
  const ours = await secondsUntil(({ received, verified }) => received + verified)
  const proven = await secondsUntil(({ verified }) => verified)
  await vault.stopHome()
  const peers = (before + (await copy('after'))) / 2
  const megabytes = 200 * 4 * 2
  measure.figure({
    name: 'mirror of 200 files of 4 MB to both disks',
    ours: megabytes / ours,
    peer: { name: 'cp and sync', value: megabytes / peers },
    ratio: peers / ours,
    goal: 'at least 0.8',
    ok: peers / ours >= 0.8,
    unit: 'MB/s',
  })
  measure.figure({
    name: 'the same, until every copy was read back from its disk',
    ours: megabytes / proven,
    goal: 'all of them',
    ok: true,
    unit: 'MB/s',
  })
}

type Place = VaultStatus['places'][number]

/** Resolves when every disk has, by that count, every original. Asking costs the Worker: not often. */
async function waitForCopies(vault: Vault, copiesOf: (place: Place) => number) {
  for (let waitedMs = 0; waitedMs < 300_000; waitedMs += 150) {
    const { vault: status } = await readStatus(join(vault.stateDir, 'home-node'), {})
    const disks = status.places.filter(({ place }) => place !== 'r2')
    if (disks.length > 0 && disks.every((disk) => copiesOf(disk) === status.originals)) return
    await sleep(150)
  }
  throw new Error('The mirror did not finish within five minutes.')
}

/** 72 pictures of 12 MP wait for the home node; from its first lease to the last that is done. */
async function measureThumbnails({ measure, folder, vault, admin, upload }: Bench) {
  const source = join(folder, 'pictures')
  await mkdir(source, { recursive: true })
  const paths = await make12MpJpegs(source, 72)
  const names = paths.map((path) => basename(path))
  await sendFiles(source, names, lanes, upload)
  await bareSharpThumbnails(paths.slice(0, 2), 2)
  const before = await bareSharpThumbnails(paths, 2)

  const log = await followWorkerLog(vault.stateDir)
  await vault.startHome()
  const start = await log.when('/api/home/jobs/lease', 1)
  const end = await log.when('"file.ingested"', names.length)
  const ours = names.length / ((end - start) / 1_000)
  await log.close()
  const response = await admin.fetch('/api/files?limit=100')
  const { items } = fileListSchema.parse(await response.json())
  const ready = items.filter(({ name, preview }) => names.includes(name) && preview === 'ready')
  if (ready.length !== names.length) throw new Error('Not every picture got its preview.')
  await vault.stopHome()
  const after = await bareSharpThumbnails(paths, 2)
  const peers = (before.perSecond + after.perSecond) / 2
  measure.figure({
    name: 'thumbnails of 12 MP JPEGs through the whole pipeline',
    ours,
    peer: { name: 'bare sharp', value: peers },
    ratio: ours / peers,
    goal: 'at least 0.6',
    ok: ours / peers >= 0.6,
    unit: 'pictures/s',
  })
}

/**
 * How much workerd grows while one body of 500 MB streams into R2, beside a bare Worker that does
 * nothing but the put: the emulated R2 lives in workerd too, and takes the same from both.
 */
async function measureMemory({ measure, folder, vault, upload }: Bench) {
  const source = join(folder, 'large')
  const [warm = '', ...large] = await makeFiles(source, 2, 500_000_000)
  const bare = await startBareWorker(root, folder)
  try {
    const put = `'${bare.url}/{}'`
    // The first body grows the pools of both; what counts is whether a body is held.
    for (const options of [upload, put]) await sendFiles(source, [warm], 1, options)
    const ours = await growthDuring(vault.stateDir, () => sendFiles(source, large, 1, upload))
    const peers = await growthDuring(folder, () => sendFiles(source, large, 1, put))
    measure.figure({
      name: "growth of workerd's memory while 500 MB stream in",
      ours: ours / 1e6,
      peer: { name: 'a bare put into R2', value: peers / 1e6 },
      goal: 'at most 64 MB more than the peer',
      ok: ours - peers < 64e6,
      unit: 'MB',
    })
  } finally {
    await bare.child.stop()
  }
}
