import { useEffect } from 'preact/hooks'
import { budget, followBudget } from './budget.ts'
import { budgetInWords } from './budget-words.ts'

/** What of today's budget is gone; live while pictures are made. Nothing until it is known. */
export function BudgetMeter({ isOfPhone = false }: { isOfPhone?: boolean }) {
  useEffect(followBudget, [])
  const { value } = budget.state.value
  if (value === null) return null
  const { bar, short, long, isScarce } = budgetInWords(value)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a meter of the browser shows one part, this shows two
    <div
      class={`budget-meter ${isOfPhone ? 'is-of-phone' : 'is-of-desk'} ${isScarce ? 'is-scarce' : ''}`}
      role="meter"
      aria-label="Budget of today"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={bar ? Math.round((bar.spent + bar.reserved) * 100) : 0}
      aria-valuetext={long}
      title={long}
    >
      <span class="figures">{short}</span>
      {bar && (
        <span class="budget-bar">
          <span style={{ transform: `scaleX(${bar.spent + bar.reserved})` }} />
          <span style={{ transform: `scaleX(${bar.spent})` }} />
        </span>
      )}
    </div>
  )
}
