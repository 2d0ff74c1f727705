import type { StudioBudget } from '#contracts/generations'
import type { UserId } from '#contracts/ids'
import type { Deps } from '../../deps.ts'
import { spendingOf } from './queries.ts'

const dayMs = 86_400_000

/** Days since 1970, UTC: a generation is counted on the day on which it was asked for. */
export function dayOf(now: number): number {
  return Math.floor(now / dayMs)
}

/** What a user has spent today on pictures and what is left; the limit is one for all users. */
export async function readBudget(
  deps: Pick<Deps, 'db' | 'config' | 'now'>,
  userId: UserId,
): Promise<StudioBudget> {
  const day = dayOf(deps.now())
  const spending = await spendingOf(deps.db, userId, day)
  return {
    limitMicros: deps.config.studio.dailyBudgetMicros,
    spentMicros: spending?.spentMicros ?? 0,
    reservedMicros: spending?.reservedMicros ?? 0,
    currency: 'USD',
    endsAt: new Date((day + 1) * dayMs).toISOString(),
  }
}
