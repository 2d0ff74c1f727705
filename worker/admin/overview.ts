import type { AdminOverview } from '#contracts/admin'
import type { Deps } from '../deps.ts'
import { selectOverview } from './queries.ts'

/** No invite lives longer than this. */
const inviteMs = 90 * 24 * 3_600_000

/** The figures at the head of the admin page. `quotaCheck` is null before the first nightly check. */
export async function adminOverview(deps: Pick<Deps, 'db' | 'now'>): Promise<AdminOverview> {
  const now = deps.now()
  const { checkedAt, driftingUsers, driftBytes, ...figures } = await selectOverview(
    deps.db,
    now,
    now - inviteMs,
  )
  const quotaCheck =
    checkedAt === null ? null : { at: new Date(checkedAt).toISOString(), driftingUsers, driftBytes }
  return { ...figures, quotaCheck }
}
