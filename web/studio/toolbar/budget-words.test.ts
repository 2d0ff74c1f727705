import { describe, expect, it } from 'vitest'
import { budgetInWords } from './budget-words.ts'

const budget = (limitMicros: number | null, spentMicros: number, reservedMicros = 0) =>
  budgetInWords({ limitMicros, spentMicros, reservedMicros, currency: 'USD', endsAt: '' })

describe('the budget of a day', () => {
  it('shows what is spent and what is being made, side by side', () => {
    expect(budget(1_000_000, 400_000, 100_000)).toEqual({
      bar: { spent: 0.4, reserved: 0.1 },
      short: '$0.50 of $1.00',
      long: 'Spent today: $0.40, $0.10 for what is being made, of $1.00. It begins anew at midnight, UTC.',
      isScarce: false,
    })
  })

  it('is scarce from nine tenths on, and never fuller than full', () => {
    expect(budget(1_000_000, 850_000, 50_000).isScarce).toBe(true)
    const over = budget(1_000_000, 990_000, 90_000).bar
    expect((over?.spent ?? 0) + (over?.reserved ?? 0)).toBe(1)
    expect(budget(0, 0).isScarce).toBe(true)
  })

  it('without a limit says only what was spent', () => {
    expect(budget(null, 1_500_000)).toMatchObject({ bar: null, short: '$1.50', isScarce: false })
  })
})
