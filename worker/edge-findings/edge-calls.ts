import { InferenceError } from '#contracts/inference'
import type { Deps } from '../deps.ts'
import { callsOfDay, takeFromDay } from './queries.ts'

const dayMs = 86_400_000

/**
 * Counts calls of Workers AI before they are made. Rejects with `budget_spent` when the day (UTC) has
 * had as many as the configuration allows: a library that is imported costs no more than that.
 */
export async function takeEdgeCalls(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  calls: number,
): Promise<void> {
  const limit = deps.config.edgeCallsPerDay
  const day = Math.floor(deps.now() / dayMs)
  if (await takeFromDay(deps.db, { day, calls, limit })) return
  throw new InferenceError('budget_spent', 'Workers AI was asked as often today as it may be.')
}

/** How many calls are left of this day. */
export async function edgeCallsLeft(deps: Pick<Deps, 'config' | 'db' | 'now'>): Promise<number> {
  const used = await callsOfDay(deps.db, Math.floor(deps.now() / dayMs))
  return Math.max(0, deps.config.edgeCallsPerDay - used)
}

/** When the next day begins, in Unix milliseconds. */
export function nextDay(now: number): number {
  return (Math.floor(now / dayMs) + 1) * dayMs
}
