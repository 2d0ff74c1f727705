import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { DiskSet, MountedDisk } from '../disks/disk-set.ts'
import { writeDurably } from '../durable-file.ts'
import { WorkerAwayError, WorkerRefusedError } from '../link/worker-client.ts'
import { type Log, messageOf } from '../log.ts'
import { readStateFile } from '../state-file.ts'
import { newestSnapshot } from './snapshot-file.ts'
import { type TakeDeps, takeSnapshot } from './take-snapshot.ts'

const dayMs = 86_400_000

const reportSchema = z.object({
  format: z.literal(1),
  atMs: z.number(),
  /** Why none could be taken, as a sentence. */
  note: z.string().nullable(),
  disks: z.array(
    z.object({ name: z.string(), newestMs: z.number().nullable(), count: z.number() }),
  ),
})
export type SnapshotReport = z.infer<typeof reportSchema>

const reportFile = (stateDir: string) => join(stateDir, 'snapshots.json')

/** What the home node last said of the snapshots on its disks; null when it said nothing yet. */
export const readSnapshotReport = (stateDir: string): Promise<SnapshotReport | null> =>
  readStateFile(reportFile(stateDir), reportSchema)

export interface SnapshotOptions extends Omit<TakeDeps, 'disks'> {
  disks: DiskSet
  stateDir: string
  log: Log
  /** A disk whose newest one is older gets another. */
  everyMs?: number
  /** Between looks at the disks; the first comes after a tenth of it, when a start is through. */
  lookMs?: number
}

/** Keeps a snapshot of each day on every disk until `signal` aborts. Never rejects. */
export async function keepSnapshots(options: SnapshotOptions): Promise<void> {
  const { disks, log, signal, everyMs = dayMs, lookMs = 600_000 } = options
  let said = ''
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined)
  await pause(lookMs / 10)
  while (!signal.aborted) {
    let note: string | null = null
    try {
      const due = await dueDisks(disks, Date.now() - everyMs)
      if (due.length > 0) {
        const taken = await takeSnapshot(options, due)
        const { rows, bytes } = taken
        log.say(`Snapshot of ${rows} rows, ${bytes} bytes, on ${taken.disks.join(' and ')}.`)
      }
    } catch (error) {
      note = noteOf(error)
      const isQuiet = error instanceof WorkerAwayError || note === said || signal.aborted
      if (!isQuiet) log.error('snapshots.failed', { message: messageOf(error) })
      said = note
    }
    await report(options, note).catch((error) => {
      log.error('snapshots.report', { message: messageOf(error) })
    })
    await pause(lookMs)
  }
}

function noteOf(error: unknown): string {
  if (error instanceof WorkerAwayError) return 'The Worker is away.'
  if (error instanceof WorkerRefusedError) return error.message
  return 'The last snapshot failed; the log says why.'
}

async function dueDisks(disks: DiskSet, before: number): Promise<MountedDisk[]> {
  const due: MountedDisk[] = []
  for (const disk of disks.writable()) {
    try {
      const newest = await newestSnapshot(disk.store.root)
      if (newest === null || newest.atMs < before) due.push(disk)
    } catch (error) {
      disks.blame(disk.id, error)
    }
  }
  return due
}

async function report(
  { disks, stateDir }: Pick<SnapshotOptions, 'disks' | 'stateDir'>,
  note: string | null,
): Promise<void> {
  const rows: SnapshotReport['disks'] = []
  for (const { name, state, store } of disks.all()) {
    const newest = state === 'missing' ? null : await newestSnapshot(store.root).catch(() => null)
    rows.push({ name, newestMs: newest?.atMs ?? null, count: newest?.count ?? 0 })
  }
  const text: SnapshotReport = { format: 1, atMs: Date.now(), note, disks: rows }
  await writeDurably(reportFile(stateDir), `${JSON.stringify(text)}\n`)
}
