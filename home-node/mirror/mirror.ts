import type { MirrorReport } from '#contracts/home-report'
import type { Sha256 } from '#contracts/ids'
import type { DiskSet } from '../disks/disk-set.ts'
import { type AtFailPoint, noFailPoint } from '../disks/fail-point.ts'
import type { DiskCopy, Journal } from '../disks/journal.ts'
import { WorkerAwayError, type WorkerClient, WorkerRefusedError } from '../link/worker-client.ts'
import { type Log, messageOf } from '../log.ts'
import { backOffMs } from '../retry.ts'
import { makeSignal } from '../signal.ts'
import type { AtHand } from './at-hand.ts'
import { makeCopier } from './copier.ts'
import { makeGroupCommit } from './group-commit.ts'
import { watchRemovals } from './held-removals.ts'
import { makePace } from './pace.ts'
import { originalsOf, removalsOf, wishesOf } from './plan.ts'
import { clearTrashes, removeDue } from './remove.ts'
import { watchReplacements } from './replace-disks.ts'
import { scrubLoop } from './scrub-loop.ts'
import { type Hours, isWithin, makeThrottle, throttled } from './throttle.ts'
import { verifyDue } from './verify.ts'

const pageSize = 1_000
const ackBatch = 50
const dayMs = 86_400_000
const defaultTrashMs = 7 * dayMs
const defaultScrubMs = 30 * dayMs
/** How long an ack may wait for others to share its request. */
const gatherMs = 400
/** Between looks at what the drives say of themselves. */
const drivesMs = 3_600_000

export interface MirrorOptions {
  client: Pick<
    WorkerClient,
    'changes' | 'openOriginal' | 'openOriginals' | 'acknowledge' | 'reportDisks'
  >
  disks: DiskSet
  journal: Journal
  log: Log
  signal: AbortSignal
  /** Where it is said what waits to be removed, and allowed. */
  stateDir: string
  atFailPoint?: AtFailPoint
  /** Originals that were just fetched for something else. */
  atHand?: AtHand
  /** Requests for originals under way at once. */
  lanes?: number
  /** Longest and shortest pause between looks at the feed, in milliseconds. */
  pollMs?: { first: number; longest: number }
  /** Made into what is awaited before each original is fetched, and before each is read back. */
  makeGiveWay?: () => () => Promise<void>
  /** Between looks at the disks. */
  disksMs?: number
  /** How long copies of what was purged lie in the trash of their disks before they are deleted. */
  trashMs?: number
  /** Every copy is read back again within this time. */
  scrubMs?: number
  /** What may come from the Worker at most; null: all there is. */
  bytesPerSecond?: number | null
  /** When it copies, by its own clock; null: always. */
  hours?: Hours | null
}

/**
 * Seven loops that share only the journal:
 *
 * | loop | does | woken by |
 * |---|---|---|
 * | feed | reads changes into the journal | wake, timer |
 * | copy | fetches what is wanted, M1 to M9 without M6 | feed, a disk that came back, the next retry |
 * | verify | reads received copies back, M6 and V2 | the end of copying, timer |
 * | scrub | reads old copies back again, S1 and S2 | timer, the command |
 * | ack | M10, in batches | copy, verify, timer |
 * | remove | takes copies away whose originals were purged, R1 to R4, and empties the trashes | feed, timer |
 * | disks | looks at markers and space, reports them | timer, a disk that failed |
 *
 * Each can be killed between any two steps: what it had not journaled is done again, and doing it
 * again changes nothing.
 */
export function startMirror(options: MirrorOptions) {
  const { client, disks, journal, log, signal, atFailPoint = noFailPoint, lanes = 4 } = options
  const { trashMs = defaultTrashMs, scrubMs = defaultScrubMs } = options
  const poll = options.pollMs ?? { first: 5_000, longest: 30_000 }
  const feedSignal = makeSignal()
  const copySignal = makeSignal()
  const ackSignal = makeSignal()
  const idleSignal = makeSignal()
  const diskSignal = makeSignal()
  const verifySignal = makeSignal()
  const removeSignal = makeSignal()
  const [giveWayToCopy, giveWayToVerify] = [options.makeGiveWay?.(), options.makeGiveWay?.()]
  const giveWayToScrub = options.makeGiveWay?.()
  const commits = makeGroupCommit(journal)
  const pace = makePace()
  const firstReport = Promise.withResolvers<void>()
  let isAway = false
  let isCopying = false
  let isVerifying = false
  let isFeedRead = false
  let allowedMs = 0

  const { bytesPerSecond = null, hours = null } = options
  const source =
    bytesPerSecond === null ? client : throttled(client, makeThrottle(bytesPerSecond, signal))
  const mayCopy = () => hours === null || isWithin(hours, new Date().getHours())
  const copier = makeCopier({
    ...{ client: source, disks, journal, commits, log, atFailPoint, signal, lanes },
    atHand: options.atHand,
    giveWay: async () => giveWayToCopy?.(),
    isWorkerAway: () => isAway || !mayCopy(),
    onCopied(bytes) {
      pace.note(bytes)
      ackSignal.wake()
    },
    onTrouble: (what) => (what === 'disk' ? diskSignal : feedSignal).wake(),
  })

  function noteError(loop: string, error: unknown): void {
    if (!signal.aborted) log.error(`mirror.${loop}`, { message: messageOf(error) })
  }

  async function readFeed(): Promise<boolean> {
    let hasNews = false
    isFeedRead = false
    for (;;) {
      const cursor = journal.cursor()
      const { changes, lastSeq } = await client.changes(cursor, pageSize)
      if (lastSeq < cursor) {
        log.error('mirror.feed_went_back', { cursor, lastSeq })
        journal.rewind()
        continue
      }
      const last = changes.at(-1)
      if (last === undefined) {
        isFeedRead = true
        removeSignal.wake()
        return hasNews
      }
      journal.recordFeed(originalsOf(changes), last.seq, removalsOf(changes), wishesOf(changes))
      hasNews = true
      copySignal.wake()
      ackSignal.wake()
      if (changes.length < pageSize) {
        isFeedRead = true
        removeSignal.wake()
        return true
      }
    }
  }

  async function feedLoop(): Promise<void> {
    let pauseMs = poll.first
    for (let failures = 0; !signal.aborted; ) {
      try {
        const hasNews = await readFeed()
        if (isAway) {
          isAway = false
          log.say('The Worker is back.')
        }
        if (failures > 0) for (const wake of [copySignal, ackSignal, diskSignal]) wake.wake()
        failures = 0
        pauseMs = hasNews ? poll.first : Math.min(poll.longest, pauseMs * 1.5)
      } catch (error) {
        const isRefused = error instanceof WorkerRefusedError
        if (!(error instanceof WorkerAwayError)) noteError('feed', error)
        if ((isRefused || error instanceof WorkerAwayError) && !isAway && !signal.aborted) {
          isAway = true
          log.say(
            isRefused
              ? `The Worker refuses this home node (${error.code}); trying again until it does not.`
              : 'The Worker is away; trying again until it is back.',
          )
        }
        pauseMs = backOffMs(failures++, 1_000, poll.longest)
      }
      await feedSignal.wait(pauseMs, signal)
    }
  }

  async function copyLoop(): Promise<void> {
    while (!signal.aborted) {
      try {
        isCopying = true
        await copier.copyDue()
      } catch (error) {
        noteError('copy', error)
      } finally {
        isCopying = false
        for (const wake of [verifySignal, idleSignal]) wake.wake()
      }
      const next = journal.nextDueMs(disks.writable().map((disk) => disk.id))
      const pauseMs = next === null ? 60_000 : Math.max(500, next - Date.now())
      await copySignal.wait(Math.min(pauseMs, 60_000), signal)
    }
  }

  async function record(copies: DiskCopy[]): Promise<void> {
    await commits.record(copies)
    ackSignal.wake()
  }
  function onBad(): void {
    for (const wake of [copySignal, ackSignal, diskSignal]) wake.wake()
  }

  async function verifyLoop(): Promise<void> {
    while (!signal.aborted) {
      let nextMs: number | null = Date.now() + 60_000
      isVerifying = true
      try {
        nextMs = await verifyDue({
          ...{ disks, journal, record, onBad, atFailPoint, log, signal },
          isCopying: () => isCopying,
          giveWay: async () => giveWayToVerify?.(),
        })
      } catch (error) {
        noteError('verify', error)
      } finally {
        isVerifying = false
      }
      const pauseMs = nextMs === null ? 60_000 : Math.max(500, nextMs - Date.now())
      await verifySignal.wait(Math.min(pauseMs, 60_000), signal)
    }
  }

  async function removeLoop(): Promise<void> {
    let clearedAtMs = 0
    const watch = watchRemovals({ stateDir: options.stateDir, journal, log })
    const hold = (sha256: Sha256) => {
      const release = copier.hold(sha256)
      return (
        release &&
        (() => {
          release()
          copySignal.wake()
        })
      )
    }
    while (!signal.aborted) {
      let isHeld = false
      try {
        await watch.takeAllowed()
        const isCurrent = () => isFeedRead && !isAway
        await removeDue({ disks, journal, hold, isCurrent, atFailPoint, log, signal })
        isHeld = await watch.note()
        // What was purged with them may lie there already, and is wanted back with them.
        if (!isHeld && Date.now() - clearedAtMs > Math.min(trashMs, 3_600_000)) {
          clearedAtMs = Date.now()
          await clearTrashes({ disks, log }, trashMs)
        }
      } catch (error) {
        noteError('remove', error)
      }
      const pauseMs = isHeld ? 2_000 : 60_000
      await removeSignal.wait(Math.min(Math.max(trashMs, 100), pauseMs), signal)
    }
  }

  async function ackLoop(): Promise<void> {
    // The Worker takes acks only for disks that it was told of.
    await firstReport.promise
    for (let failures = 0; !signal.aborted; ) {
      let pauseMs = 60_000
      try {
        for (;;) {
          const acks = journal.pendingAcks(ackBatch)
          if (acks.length === 0 || signal.aborted) break
          const unknown = await client.acknowledge(acks)
          atFailPoint('M10')
          journal.dropAcks(acks)
          for (const originalId of unknown) log.error('mirror.unknown_original', { originalId })
        }
        failures = 0
      } catch (error) {
        if (!(error instanceof WorkerAwayError)) noteError('ack', error)
        pauseMs = backOffMs(failures++, 1_000, 30_000)
      }
      await ackSignal.wait(pauseMs, signal)
      // While others are under way, a short wait makes one request of many.
      if (copier.isBusy() && journal.pendingAcks(ackBatch).length < ackBatch) {
        await idleSignal.wait(gatherMs, signal)
      }
    }
  }

  function mirrorReport(): MirrorReport {
    const { isHeld, untilMs, disks: waiting } = journal.waitingRemovals(Date.now())
    const copies = waiting.reduce((sum, each) => sum + each.copies, 0)
    const bytesPerSecond = Math.round(pace.bytesPerSecond())
    return { ...journal.behind(), bytesPerSecond, removals: { isHeld, untilMs, copies } }
  }

  /** An admin let go on in the cloud what was heard of until then; each word of it counts once. */
  function allow(untilMs: number): void {
    if (untilMs <= allowedMs) return
    allowedMs = untilMs
    const waiting = journal.waitingRemovals(Date.now())
    // More came since they looked: that they have to see, too.
    if (!waiting.isHeld || waiting.untilMs > untilMs) return
    journal.allowRemovals(untilMs)
    log.say('An admin let purged originals leave the disks.')
    removeSignal.wake()
  }

  async function disksLoop(): Promise<void> {
    const replacing = watchReplacements({
      ...{ stateDir: options.stateDir, journal, disks, log },
      onBegun: () => copySignal.wake(),
    })
    signal.addEventListener('abort', () => firstReport.resolve(), { once: true })
    let reported = ''
    let askedAtMs = 0
    while (!signal.aborted) {
      let pauseMs = options.disksMs ?? 20_000
      try {
        await disks.refresh()
        await replacing.look()
        if (Date.now() - askedAtMs > drivesMs) {
          askedAtMs = Date.now()
          await disks.askDrives(signal)
        }
        const answer = await client.reportDisks({ ...disks.report(), mirror: mirrorReport() })
        if (answer.removalsAllowedUntilMs !== null) allow(answer.removalsAllowedUntilMs)
        firstReport.resolve()
      } catch (error) {
        pauseMs = Math.min(pauseMs, 2_000)
        if (!(error instanceof WorkerAwayError)) noteError('disks', error)
      }
      const states = JSON.stringify(disks.all().map((disk) => disk.state))
      if (states !== reported) for (const wake of [copySignal, verifySignal]) wake.wake()
      reported = states
      await diskSignal.wait(pauseMs, signal)
    }
  }

  return {
    /** Something may have happened: look at the feed now. */
    wake: () => feedSignal.wake(),
    /** Resolves when an original that is just being copied lies on its disks; at once for others. */
    whenCopied: copier.whenCopied,
    /** Resolves when all loops have ended after `signal` aborted. */
    done: Promise.all([
      feedLoop(),
      copyLoop(),
      verifyLoop(),
      scrubLoop({
        ...{ disks, journal, record, onBad, atFailPoint, log, signal },
        stateDir: options.stateDir,
        isBusy: () => isCopying || isVerifying,
        giveWay: async () => giveWayToScrub?.(),
        everyMs: scrubMs,
      }),
      ackLoop(),
      removeLoop(),
      disksLoop(),
    ]).then(() => undefined),
  }
}
