import { useMemo, useState } from 'preact/hooks'
import { type Edit, isSame } from './edit-model.ts'

interface Steps {
  past: Edit[]
  now: Edit
  future: Edit[]
  /** What was last let go of: between that and `now` somebody is still dragging. */
  settled: Edit
}

export interface EditHistory {
  edit: Edit
  /** While somebody drags: no step of its own yet. */
  show: (change: Partial<Edit>) => void
  /** What is shown becomes a step that can be undone. */
  settle: () => void
  /** Both at once. */
  set: (change: Partial<Edit>) => void
  undo: (() => void) | null
  redo: (() => void) | null
}

/** An edit with its way back and forth. */
export function useEditHistory(first: Edit): EditHistory {
  const [steps, setSteps] = useState<Steps>({ past: [], now: first, future: [], settled: first })
  const actions = useMemo(() => {
    const settled = (of: Steps): Steps =>
      isSame(of.now, of.settled)
        ? of
        : { past: [...of.past, of.settled].slice(-100), now: of.now, future: [], settled: of.now }
    const shown = (of: Steps, change: Partial<Edit>): Steps => ({
      ...of,
      now: { ...of.now, ...change },
    })
    return {
      show: (change: Partial<Edit>) => setSteps((of) => shown(of, change)),
      settle: () => setSteps(settled),
      set: (change: Partial<Edit>) => setSteps((of) => settled(shown(settled(of), change))),
      undo: () =>
        setSteps((of) => {
          const last = of.past.at(-1)
          if (!last) return of
          return {
            past: of.past.slice(0, -1),
            now: last,
            future: [of.now, ...of.future],
            settled: last,
          }
        }),
      redo: () =>
        setSteps((of) => {
          const [next, ...future] = of.future
          if (!next) return of
          return { past: [...of.past, of.now], now: next, future, settled: next }
        }),
    }
  }, [])
  return {
    ...{ edit: steps.now, show: actions.show, settle: actions.settle, set: actions.set },
    undo: steps.past.length > 0 ? actions.undo : null,
    redo: steps.future.length > 0 ? actions.redo : null,
  }
}
