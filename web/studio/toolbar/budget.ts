import { effect } from '@preact/signals'
import { followed } from '../../ui/followed.ts'
import { readBudget } from '../generation-calls.ts'
import { generations } from '../sync/canvas-sync.ts'

const quietMs = 60_000
/** After a run began or ended; runs come in bunches while somebody types. */
const settleMs = 700

/** What of today's budget is spent and reserved; read again whenever a run begins or ends. */
export const budget = followed(readBudget, () => quietMs)

/** Keeps it current until what this answers is called. */
export function followBudget(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let before = ''
  const stopFollowing = budget.follow()
  const stopListening = effect(() => {
    const runs = [...generations.value.values()]
    const now = `${runs.length} ${runs.filter(({ endedAt }) => endedAt !== null).length}`
    if (now === before) return
    const isFirst = before === ''
    before = now
    clearTimeout(timer)
    if (!isFirst) timer = setTimeout(() => void budget.load(), settleMs)
  })
  return () => {
    stopFollowing()
    stopListening()
    clearTimeout(timer)
  }
}
