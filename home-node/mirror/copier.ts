import type { Sha256 } from '#contracts/ids'
import type { Journal } from '../disks/journal.ts'
import { WorkerAwayError, type WorkerClient } from '../link/worker-client.ts'
import { messageOf } from '../log.ts'
import { makeSignal } from '../signal.ts'
import { type ApplyDeps, applyFetch } from './apply.ts'
import type { GroupCommit } from './group-commit.ts'
import { batchIdsMax, type Fetch, nextLoad, planMirror } from './plan.ts'

const planSize = 256

export interface CopierDeps extends ApplyDeps {
  client: Pick<WorkerClient, 'openOriginal' | 'openOriginals'>
  journal: Journal
  commits: GroupCommit
  /** Requests for originals under way at once. */
  lanes: number
  giveWay(): Promise<void>
  isWorkerAway(): boolean
  /** Copies of so many bytes are in the journal, with their acks. */
  onCopied(bytes: number): void
  /** A disk failed, or the Worker did: somebody should look. */
  onTrouble(what: 'disk' | 'worker'): void
}

/** Makes copies of what is wanted: M1 to M9, several originals in one request where they are small. */
export function makeCopier(deps: CopierDeps) {
  const { disks, journal, commits, log, signal, lanes } = deps
  /** Originals under way, with the end of each. */
  const busy = new Map<Sha256, PromiseWithResolvers<void>>()

  /** One original, from fetch to journal. `onRead`: its bytes, or the want of them, are done with. */
  async function copyOne(
    fetch: Fetch,
    onRead: () => void,
    given?: AsyncIterable<Uint8Array>,
  ): Promise<void> {
    try {
      const outcome = await applyFetch(deps, fetch, given && ending(given, onRead))
      onRead()
      if (outcome.copies.length > 0) {
        await commits.record(outcome.copies)
        deps.atFailPoint('M9')
        deps.onCopied(outcome.copies.length * fetch.sizeBytes)
      }
      // A disk that is no longer writable will be asked again when it is.
      const failed = outcome.failed.filter(({ diskId }) => disks.get(diskId)?.state === 'ok')
      if (failed.length < outcome.failed.length) deps.onTrouble('disk')
      journal.postpone(failed, 2_000, 3_600_000)
      if (outcome.sourceError instanceof WorkerAwayError) deps.onTrouble('worker')
    } catch (error) {
      // Without a journal there is no point in fetching the same again at once.
      if (!signal.aborted) log.error('mirror.copy', { message: messageOf(error) })
      await makeSignal().wait(5_000, signal)
    } finally {
      busy.get(fetch.sha256)?.resolve()
      busy.delete(fetch.sha256)
      onRead()
    }
  }

  /**
   * Originals of one request, each written while the next still comes. What the request does not
   * bring is fetched alone. Resolves when all were read; their ends are handed to `track`.
   */
  async function copyBatch(fetches: Fetch[], track: (run: Promise<void>) => void): Promise<void> {
    const missing = new Map(fetches.map((fetch) => [fetch.originalIds[0], fetch]))
    const start = async (fetch: Fetch, given?: AsyncIterable<Uint8Array>) => {
      const read = Promise.withResolvers<void>()
      track(copyOne(fetch, read.resolve, given))
      await read.promise
    }
    try {
      const ids = fetches.flatMap((fetch) => fetch.originalIds.slice(0, 1))
      for await (const { head, body } of deps.client.openOriginals(ids)) {
        const fetch = missing.get(head.originalId)
        if (fetch === undefined || fetch.sizeBytes !== head.sizeBytes) continue
        missing.delete(head.originalId)
        await start(fetch, body)
      }
    } catch (error) {
      if (!signal.aborted) log.error('mirror.batch', { message: messageOf(error) })
    }
    for (const fetch of missing.values()) {
      if (signal.aborted || deps.isWorkerAway()) {
        busy.get(fetch.sha256)?.resolve()
        busy.delete(fetch.sha256)
      } else await start(fetch)
    }
  }

  /** What can be had together in one request: small, and nowhere but at the Worker. */
  function fromWorkerOnly(fetch: Fetch): boolean {
    return !deps.atHand?.has(fetch.sha256) && journal.holders(fetch.sha256).length === 0
  }

  /** Whether a disk that wants it has a file of that name already: it is read back, not fetched. */
  async function liesThere({ sha256, diskIds }: Fetch): Promise<boolean> {
    for (const diskId of diskIds) {
      const found = await disks
        .get(diskId)
        ?.store.stat(sha256)
        .catch(() => null)
      if (found) return true
    }
    return false
  }

  return {
    /** Resolves when an original that is just being copied lies on its disks; at once for others. */
    whenCopied: async (sha256: Sha256): Promise<void> => busy.get(sha256)?.promise,

    isBusy: () => busy.size > 0,

    /** Keeps an original from being copied until what this answers is called; null while it is. */
    hold(sha256: Sha256): (() => void) | null {
      if (busy.has(sha256)) return null
      const held = Promise.withResolvers<void>()
      busy.set(sha256, held)
      return () => {
        if (busy.get(sha256) === held) busy.delete(sha256)
        held.resolve()
      }
    },

    /** Copies until nothing is due, the Worker is away or `signal` aborts. */
    async copyDue(): Promise<void> {
      const running = new Set<Promise<void>>()
      const loads = new Set<Promise<void>>()
      const track = (set: Set<Promise<void>>, work: Promise<void>) => {
        const run = work.finally(() => set.delete(run))
        set.add(run)
      }
      let queue: Fetch[] = []
      while (!signal.aborted && !deps.isWorkerAway()) {
        if (loads.size >= lanes || running.size > batchIdsMax) {
          await Promise.race(loads.size >= lanes ? loads : running)
          continue
        }
        if (queue.length === 0) {
          const writable = disks.writable()
          const ids = writable.map((disk) => disk.id)
          const wanted = journal.due(Date.now(), ids, planSize)
          const plan = planMirror(wanted, writable, journal, new Set(busy.keys()))
          for (const sha256 of new Set(plan.noRoom.map((each) => each.sha256))) {
            journal.settleWants(sha256)
          }
          journal.postpone(plan.noRoom, 60_000, 3_600_000)
          queue = plan.fetches
          if (queue.length === 0) {
            if (running.size === 0 && loads.size === 0) return
            await Promise.race([...running, ...loads])
            continue
          }
        }
        await deps.giveWay()
        const load = nextLoad(queue, fromWorkerOnly)
        for (const fetch of load) busy.set(fetch.sha256, Promise.withResolvers())
        const lying = await Promise.all(load.map(liesThere))
        const absent = load.filter((_, index) => lying[index] === false)
        const alone = absent.length > 1 ? load.filter((_, index) => lying[index]) : load
        if (absent.length > 1)
          track(
            loads,
            copyBatch(absent, (run) => track(running, run)),
          )
        for (const fetch of alone) {
          const read = Promise.withResolvers<void>()
          track(running, copyOne(fetch, read.resolve))
          track(loads, read.promise)
        }
      }
      await Promise.all([...running, ...loads])
    },
  }
}

/** The same chunks, and a word when they have ended or nobody wants more of them. */
async function* ending(source: AsyncIterable<Uint8Array>, onEnd: () => void) {
  try {
    yield* source
  } finally {
    onEnd()
  }
}
