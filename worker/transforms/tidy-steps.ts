import type { DraftStep } from './draft.ts'

const onceIsEnough = new Set<DraftStep['op']>(['grayscale'])
const twiceIsNothing = new Set<DraftStep['op']>(['flip', 'negate'])

/** Takes together what stands side by side and is one step or none, so that one picture has one recipe. */
export function tidySteps(steps: readonly DraftStep[]): DraftStep[] {
  const tidy: DraftStep[] = []
  for (const step of steps) {
    const last = tidy.pop()
    tidy.push(...(last === undefined ? [step] : together(last, step)))
  }
  return tidy
}

function together(first: DraftStep, second: DraftStep): DraftStep[] {
  if (first.op === 'rotate' && second.op === 'rotate') {
    if (first.degrees % 90 !== 0 || second.degrees % 90 !== 0) return [first, second]
    const degrees = (first.degrees + second.degrees) % 360
    return degrees === 0 ? [] : [{ op: 'rotate', degrees }]
  }
  if (JSON.stringify(first) !== JSON.stringify(second)) return [first, second]
  if (onceIsEnough.has(first.op)) return [first]
  return twiceIsNothing.has(first.op) ? [] : [first, second]
}
