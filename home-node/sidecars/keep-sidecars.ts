import type { Change } from '#contracts/home-node'
import type { FileId } from '#contracts/ids'
import { realFs } from '../disks/disk-fs.ts'
import type { DiskSet } from '../disks/disk-set.ts'
import { makeFolders } from '../disks/folders.ts'
import { WorkerAwayError, type WorkerClient, WorkerRefusedError } from '../link/worker-client.ts'
import { type Log, messageOf } from '../log.ts'
import { makeSignal } from '../signal.ts'
import { putSidecar } from './put-sidecar.ts'
import type { SidecarLedger } from './sidecar-ledger.ts'
import { writeXmp } from './write-xmp.ts'

const pageSize = 500
const atOnce = 200
/** Shortest and longest pause between looks at the feed. */
const poll = { first: 3_000, longest: 30_000 }

export interface SidecarOptions {
  client: Pick<WorkerClient, 'changes' | 'writings'>
  disks: DiskSet
  ledger: SidecarLedger
  log: Log
  signal: AbortSignal
}

/**
 * Keeps what people write about files beside the originals on every disk. It follows the change feed
 * with a cursor of its own, so what was written while the home node was off comes too; a disk that was
 * away or is new gets what it lacks. Killed anywhere, it does the rest at the next start.
 */
export function keepSidecars(options: SidecarOptions) {
  const { client, disks, ledger, log, signal } = options
  const wake = makeSignal()
  const folders = new Map<string, ReturnType<typeof makeFolders>>()

  async function readFeed(): Promise<boolean> {
    for (let hasNews = false; ; hasNews = true) {
      const cursor = ledger.cursor()
      const { changes, lastSeq } = await client.changes(cursor, pageSize)
      if (lastSeq < cursor) {
        log.error('sidecars.feed_went_back', { cursor, lastSeq })
        ledger.rewind()
        continue
      }
      const last = changes.at(-1)
      if (last === undefined || signal.aborted) return hasNews
      const fileIds = filesOf(changes)
      const writings = fileIds.length === 0 ? [] : await client.writings(fileIds)
      const answered = new Set(writings.map(({ fileId }) => fileId))
      ledger.record(
        writings.map((each) => ({
          fileId: each.fileId,
          sha256: each.sha256,
          text: writeXmp(each),
        })),
        fileIds.filter((fileId) => !answered.has(fileId)),
        last.seq,
      )
    }
  }

  async function writeDue(): Promise<void> {
    for (const disk of disks.writable()) {
      const own = folders.get(disk.id) ?? makeFolders(realFs)
      folders.set(disk.id, own)
      try {
        for (
          let due = ledger.due(disk.id, atOnce);
          due.length > 0;
          due = ledger.due(disk.id, atOnce)
        ) {
          for (const sidecar of due) {
            if (signal.aborted) return
            await putSidecar(realFs, own, disk, sidecar)
            ledger.recordWritten(disk.id, sidecar)
          }
        }
      } catch (error) {
        // Its folders may not be there any more when it comes back.
        folders.delete(disk.id)
        disks.blame(disk.id, error)
      }
    }
  }

  async function loop(): Promise<void> {
    for (let pauseMs = poll.first; !signal.aborted; ) {
      try {
        const hasNews = await readFeed()
        pauseMs = hasNews ? poll.first : Math.min(poll.longest, pauseMs * 1.5)
      } catch (error) {
        const isAway = error instanceof WorkerAwayError || error instanceof WorkerRefusedError
        if (!isAway && !signal.aborted) log.error('sidecars.feed', { message: messageOf(error) })
      }
      await writeDue()
      await wake.wait(pauseMs, signal)
    }
  }

  return {
    /** Something may have been written: look now. */
    wake: () => wake.wake(),
    /** Resolves when the loop has ended after `signal` aborted. */
    done: loop(),
  }
}

/** Files about which something may have been written, each once. */
function filesOf(changes: Change[]): FileId[] {
  return [
    ...new Set(
      changes.flatMap(({ kind, fileId }) =>
        kind.startsWith('file.') && fileId !== null ? [fileId] : [],
      ),
    ),
  ]
}
