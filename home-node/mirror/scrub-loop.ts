import { setTimeout as sleep } from 'node:timers/promises'
import type { Journal } from '../disks/journal.ts'
import { messageOf } from '../log.ts'
import { type ScrubDeps, scrubDue } from './scrub.ts'
import { takeScrubWish, writeScrubReport } from './scrub-files.ts'

/** Between looks at whether somebody asks for it; what is due by its age is looked for then, too. */
const pollMs = 2_000
/** What it says of itself is at most so old: counting copies is not for every look. */
const reportMs = 60_000

interface LoopDeps extends ScrubDeps {
  journal: ScrubDeps['journal'] & Pick<Journal, 'scrubReport' | 'scrubEverything'>
  stateDir: string
}

/** Scrubs what is due until `signal` aborts, and says in the state folder what was found. */
export async function scrubLoop(deps: LoopDeps): Promise<void> {
  const { journal, stateDir, everyMs, signal } = deps
  let reportedMs = 0
  let isThrough = true
  let nextMs: number | null = 0

  async function report(): Promise<void> {
    const disks = journal.scrubReport(Date.now())
    const asked = journal.scrubBeforeMs()
    // A disk that is not there is read when it is back; nothing waits for it meanwhile.
    const away = new Set(
      deps.disks.all().flatMap(({ name, state }) => (state === 'missing' ? [name] : [])),
    )
    isThrough = disks.every(
      ({ name, oldestMs }) => away.has(name) || oldestMs === null || oldestMs >= asked,
    )
    reportedMs = Date.now()
    const everyDays = everyMs / 86_400_000
    await writeScrubReport(stateDir, { atMs: reportedMs, everyDays, isAsked: !isThrough, disks })
  }

  while (!signal.aborted) {
    try {
      await takeScrubWish(stateDir, (beforeMs) => {
        journal.scrubEverything(beforeMs)
        nextMs = 0
      })
      const isDue = nextMs === null || nextMs <= Date.now() || !isThrough
      if (isDue) nextMs = await scrubDue(deps)
      if (isDue || Date.now() > reportedMs + reportMs) await report()
    } catch (error) {
      if (!signal.aborted) deps.log.error('mirror.scrub', { message: messageOf(error) })
    }
    await sleep(Math.min(pollMs, everyMs / 4), undefined, { signal }).catch(() => undefined)
  }
}
