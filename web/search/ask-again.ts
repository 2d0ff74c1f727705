import { useEffect, useRef } from 'preact/hooks'
import { homeOnline } from '../library/live.ts'
import { semanticSearch } from '../models/semantic-store.ts'
import type { SearchPlace } from './addresses.ts'
import type { SearchResults } from './results.ts'

/**
 * The vault does not let anybody wait for a home node that takes its time, as it does for the first
 * words that its model reads: what it answers is there a moment later. And it remembers for ten seconds
 * that there is no model.
 */
const waitsMs = [1_500, 4_000, 10_000]

/** Asks the same again where only the model's answer was missing, though it is there by now. */
export function useAskingAgain(results: SearchResults) {
  const found = results.found.value
  const { asked, next, status, semantic } = found
  const tries = useRef<{ asked: SearchPlace | null; count: number }>({ asked: null, count: 0 })
  const isThere = semanticSearch.state.value.value?.state === 'ready'
  const isMissing = semantic.state === 'home_away' || (semantic.state === 'no_model' && isThere)
  const isLate = status === 'ready' && next === null && isMissing
  useEffect(() => {
    if (tries.current.asked !== asked) tries.current = { asked, count: 0 }
    const waitMs = waitsMs[tries.current.count]
    if (!isLate || waitMs === undefined || homeOnline.peek() === false) return
    const timer = setTimeout(() => {
      tries.current.count++
      results.refresh()
    }, waitMs)
    return () => clearTimeout(timer)
  }, [found, isLate])
}
