import type { StudioBudget } from '#contracts/generations'
import { moneyInWords } from '../prompt/models.ts'

export interface BudgetWords {
  /** Parts of the bar from 0 to 1; null where there is no limit. */
  bar: { spent: number; reserved: number } | null
  short: string
  long: string
  /** Nine tenths are gone: what comes next may be refused. */
  isScarce: boolean
}

/** What of today's budget is gone, in words and as parts of a bar. */
export function budgetInWords(budget: StudioBudget): BudgetWords {
  const { limitMicros: limit, spentMicros, reservedMicros, currency } = budget
  const money = (micros: number) => moneyInWords(micros, currency)
  const used = spentMicros + reservedMicros
  const reserved = reservedMicros > 0 ? `, ${money(reservedMicros)} for what is being made` : ''
  if (limit === null) {
    return {
      ...{ bar: null, short: money(used), isScarce: false },
      long: `Spent today: ${money(spentMicros)}${reserved}. There is no limit.`,
    }
  }
  const part = (micros: number) => (limit === 0 ? 1 : Math.min(1, micros / limit))
  const spent = part(spentMicros)
  return {
    bar: { spent, reserved: Math.min(1 - spent, part(reservedMicros)) },
    short: `${money(used)} of ${money(limit)}`,
    long: `Spent today: ${money(spentMicros)}${reserved}, of ${money(limit)}. It begins anew at midnight, UTC.`,
    isScarce: limit === 0 || used / limit >= 0.9,
  }
}
