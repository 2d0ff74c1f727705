import type { Deps } from '../deps.ts'
import { deleteExpiredResets } from './queries.ts'

/** Forgets reset links that nobody can use any more. */
export async function clearExpiredResets(deps: Pick<Deps, 'db' | 'now'>): Promise<void> {
  await deleteExpiredResets(deps.db, deps.now())
}
