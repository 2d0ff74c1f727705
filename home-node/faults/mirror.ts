import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { failPoints } from '../disks/fail-point.ts'
import type { Measure } from '../launch/measure-report.ts'
import { makeAuditor } from './disk-trees.ts'
import { type Peer, startPeer } from './peer.ts'
import { makeSeeded, type Seeded } from './seeded.ts'

const entry = fileURLToPath(new URL('node-that-dies.ts', import.meta.url))
const diskNames = ['1tb', '8tb']
/** Steps that are taken for many originals at once, so they come but once for sure. */
const groupSteps = ['M9', 'M10', 'V2']
/** Longer than any step takes; a run that waits this long has failed. */
const patienceMs = 60_000

interface Child {
  process: ChildProcess
  readyAfterMs: Promise<number>
  ended: Promise<void>
}

function startNode(peer: Peer, root: string, diesAt: string[] = []): Child {
  const startedMs = performance.now()
  const child = spawn(process.execPath, [entry, ...diesAt], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      CLOUDVAULT_STATE: join(root, 'state'),
      CLOUDVAULT_WORKER_URL: peer.url,
      CLOUDVAULT_DISKS: diskNames.map((name) => `${name}=${join(root, name)}`).join(','),
      CLOUDVAULT_JOIN_CODE: peer.joinCode,
    },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const readyAfterMs = new Promise<number>((resolve) => {
    child.once('message', () => resolve(performance.now() - startedMs))
    // A node that dies on the way is never ready; what follows sees it by `ended`.
    void ended.then(() => resolve(performance.now() - startedMs))
  })
  return { process: child, readyAfterMs, ended }
}

async function patiently(isSo: () => boolean): Promise<boolean> {
  const untilMs = performance.now() + patienceMs
  while (!isSo()) {
    if (performance.now() > untilMs) return false
    await sleep(10)
  }
  return true
}

function sizeOf(seeded: Seeded, largestBytes: number): number {
  const edges = [0, 1, 4_095, 4_096, 4_097, 1_048_576, 1_048_577]
  const edge = edges[seeded.between(0, edges.length * 2)]
  // Squared, so that most are small and some are as large as they may be.
  return edge ?? Math.floor(seeded.next() ** 2 * largestBytes)
}

const isDone = (peer: Peer) => () =>
  peer.verifiedAcks().length === peer.originals.size * diskNames.length

/**
 * kill -9 of the real home node, at random moments and at each step of the mirror protocol, with an
 * auditor who looks at the disks after each. `--full`: 1,000 random kills and 100 at each step;
 * `--seed N` plays a run again. SIGKILL keeps the page cache, so this says nothing about power loss.
 */
export async function run(measure: Measure): Promise<void> {
  const isFull = measure.args.includes('--full')
  const seedAt = measure.args.indexOf('--seed')
  const given = seedAt === -1 ? Number.NaN : Number(measure.args[seedAt + 1])
  const seeded = makeSeeded(Number.isInteger(given) ? given : Math.floor(Math.random() * 2 ** 32))
  process.stdout.write(`seed ${seeded.seed}\n`)
  const randomKills = isFull ? 1_000 : 25
  const killsPerPoint = isFull ? 100 : 1
  const largestBytes = isFull ? 64 * 1_048_576 : 6 * 1_048_576

  const root = await mkdtemp(join(tmpdir(), 'cloudvault-faults-'))
  const calmRoot = await mkdtemp(join(tmpdir(), 'cloudvault-faults-calm-'))
  const peer = await startPeer()
  const auditor = makeAuditor()
  const lost = new Set<string>()
  const torn = new Set<string>()
  const stale = new Set<string>()
  let leftovers: string[] = []
  let longestStartMs = 0
  let current: Child | null = null

  function feed(count: number): void {
    for (let i = 0; i < count; i++) peer.addOriginal(seeded.bytes(sizeOf(seeded, largestBytes)))
  }

  async function audit(): Promise<void> {
    for (const disk of peer.disks()) {
      const folder = join(root, disk.name)
      for (const path of await auditor.torn(folder)) torn.add(path)
      for (const ack of peer.acks.values()) {
        if (ack.diskId !== disk.id || (await auditor.holds(folder, ack.sha256))) continue
        lost.add(`${ack.originalId} on ${disk.name}`)
      }
    }
  }

  const temporaries = async () =>
    (await Promise.all(diskNames.map((name) => auditor.temporaries(join(root, name))))).flat()

  async function begin(diesAt: string[] = []): Promise<Child> {
    current = startNode(peer, root, diesAt)
    longestStartMs = Math.max(longestStartMs, await current.readyAfterMs)
    const now = await temporaries()
    for (const path of leftovers) if (now.includes(path)) stale.add(path)
    return current
  }

  async function end(child: Child): Promise<void> {
    child.process.kill('SIGKILL')
    await child.ended
    current = null
    leftovers = await temporaries()
    await audit()
  }

  try {
    for (let kill = 0; kill < randomKills; kill++) {
      feed(seeded.between(2, 8))
      const child = await begin()
      await sleep(seeded.between(2, 200))
      await end(child)
    }

    let reached = 0
    for (const point of failPoints) {
      for (let kill = 0; kill < killsPerPoint; kill++) {
        feed(4)
        const time = groupSteps.includes(point) ? 1 : seeded.between(1, 4)
        const child = await begin([point, String(time)])
        const died = await Promise.race([
          child.ended.then(() => true),
          sleep(patienceMs, false, { ref: false }),
        ])
        if (died) reached += 1
        await end(child)
      }
    }

    const survivor = await begin()
    const isComplete = await patiently(isDone(peer))
    survivor.process.kill('SIGTERM')
    await survivor.ended
    leftovers = await temporaries()
    for (const path of leftovers) stale.add(path)
    await audit()

    peer.acks.clear()
    const calm = startNode(peer, calmRoot)
    current = calm
    const isCalmComplete = await patiently(isDone(peer))
    calm.process.kill('SIGTERM')
    await calm.ended
    let differing = isComplete && isCalmComplete ? 0 : diskNames.length
    for (const name of diskNames) {
      const trees = [root, calmRoot].map((folder) => auditor.treeHash(join(folder, name)))
      if (new Set(await Promise.all(trees)).size !== 1) differing += 1
    }

    const none = (name: string, count: number, unit: string) =>
      measure.figure({ name, ours: count, goal: '0', ok: count === 0, unit })
    measure.figure({
      name: 'kill -9 at random',
      ours: randomKills,
      goal: String(randomKills),
      ok: true,
      unit: 'kills',
    })
    measure.figure({
      name: 'kill -9 at M1 to M10 and V1 to V2',
      ours: reached,
      goal: String(failPoints.length * killsPerPoint),
      ok: reached === failPoints.length * killsPerPoint,
      unit: 'kills',
    })
    none('acknowledged copies lost', lost.size, 'copies')
    none('torn files visible', torn.size, 'files')
    none('temporary files left after a restart', stale.size, 'files')
    none('disks that differ from a run without faults', differing, 'disks')
    measure.figure({
      name: 'longest start after a kill',
      ours: longestStartMs / 1_000,
      goal: '< 5',
      ok: longestStartMs < 5_000,
      unit: 's',
    })
  } finally {
    const child: Child | null = current
    child?.process.kill('SIGKILL')
    await peer.close()
    await rm(root, { recursive: true, force: true })
    await rm(calmRoot, { recursive: true, force: true })
  }
}
