import type { Journal } from '../disks/journal.ts'
import type { Log } from '../log.ts'
import { copiesOf, takeAllowed, writeWaiting } from './removal-files.ts'

/** Tells people when removals are held, and hears when they are allowed. */
export function watchRemovals(deps: {
  stateDir: string
  journal: Pick<Journal, 'waitingRemovals' | 'allowRemovals'>
  log: Log
}) {
  const { stateDir, journal, log } = deps
  let said = ''
  let wasHeld = false
  return {
    takeAllowed: () => takeAllowed(stateDir, journal.allowRemovals),

    /** Says what waits when that changed. Answers whether it is held. */
    async note(): Promise<boolean> {
      const waiting = journal.waitingRemovals(Date.now())
      if (waiting.isHeld && !wasHeld) {
        log.say(
          `${copiesOf(waiting)} copies of purged originals stay on the disks: more than usual were purged at once. "npm run cloudvault -- removals" says more.`,
        )
      }
      if (!waiting.isHeld && wasHeld) log.say('Purged originals leave the disks again.')
      wasHeld = waiting.isHeld
      const text = JSON.stringify(waiting)
      if (text !== said) await writeWaiting(stateDir, waiting)
      said = text
      return waiting.isHeld
    },
  }
}
