import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { type DiskSet, openDisks } from './disks/disk-set.ts'
import { type AtFailPoint, noFailPoint } from './disks/fail-point.ts'
import { type Journal, openJournal } from './disks/journal.ts'
import { type Peer, startPeer } from './faults/peer.ts'
import { ensureEnrolled } from './link/enrol.ts'
import { makeWorkerClient } from './link/worker-client.ts'
import type { Log } from './log.ts'
import { startMirror } from './mirror/mirror.ts'

/** A folder that is removed when the test ends. */
export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudvault-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A log that keeps what it was told. */
export function aLog(): Log & { sentences: string[]; errors: string[] } {
  const sentences: string[] = []
  const errors: string[] = []
  return {
    sentences,
    errors,
    say: (sentence) => sentences.push(sentence),
    error: (event, fields) => errors.push(`${event} ${JSON.stringify(fields)}`),
  }
}

export async function aPeer(): Promise<Peer> {
  const peer = await startPeer()
  onTestFinished(() => peer.close())
  return peer
}

/** Waits until something is so. The runner's own time limit ends a wait that never comes true. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(5)
}

export interface Mirroring {
  journal: Journal
  disks: DiskSet
  log: ReturnType<typeof aLog>
  wake(): void
  stop(): Promise<void>
}

/** A mirror in this process, over the real file system, against `peer`. Stopped when the test ends. */
export async function aMirror(
  peer: Peer,
  root: string,
  names = ['1tb', '8tb'],
  atFailPoint: AtFailPoint = noFailPoint,
  times: { trashMs?: number; scrubMs?: number } = {},
): Promise<Mirroring> {
  const stopping = new AbortController()
  const { signal } = stopping
  const log = aLog()
  const config = {
    stateDir: join(root, 'state'),
    workerUrl: peer.url,
    disks: names.map((name) => ({ name, path: join(root, name) })),
    port: 0,
    joinCode: peer.joinCode,
    name: 'test',
    trashDays: 7,
    scrubDays: 30,
    modelsDir: '/nowhere',
    modelHub: 'https://hub.test',
    accessToken: null,
  }
  const identity = await ensureEnrolled(config, log, signal)
  const journal = openJournal(config.stateDir)
  const disks = await openDisks({ places: config.disks, journal, log, reserveBytes: 0 })
  const client = makeWorkerClient({ ...config, identity, signal })
  const pollMs = { first: 50, longest: 100 }
  const mirror = startMirror({
    ...{ client, disks, journal, log, signal, atFailPoint, pollMs },
    stateDir: config.stateDir,
    disksMs: 50,
    ...times,
  })
  async function end(): Promise<void> {
    stopping.abort()
    await mirror.done
    journal.close()
  }
  let ended: Promise<void> | undefined
  // Whoever asks again waits for the same end: the journal is another's only after it.
  const stop = () => {
    ended ??= end()
    return ended
  }
  onTestFinished(stop)
  return { journal, disks, log, wake: mirror.wake, stop }
}
