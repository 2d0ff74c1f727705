import type { ShareId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { addCounts } from './visitor-queries.ts'

/** Five writes a second at most for each link and isolate, however many come. */
const togetherMs = 200

const waiting = new Map<ShareId, { visits: number; downloads: number }>()

/** Counts behind the answer. Nothing is kept of who it was: no address, no cookie, no time but the last. */
export function countVisit(
  deps: Pick<Deps, 'db' | 'now' | 'defer'>,
  id: ShareId,
  of: 'visits' | 'downloads',
): void {
  const known = waiting.get(id)
  if (known) {
    known[of]++
    return
  }
  waiting.set(id, { visits: 0, downloads: 0, [of]: 1 })
  deps.defer(flush(deps, id))
}

async function flush(deps: Pick<Deps, 'db' | 'now'>, id: ShareId): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, togetherMs))
  const counted = waiting.get(id)
  waiting.delete(id)
  if (counted) await addCounts(deps.db, id, counted, deps.now())
}
