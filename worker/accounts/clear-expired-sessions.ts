import type { Deps } from '../deps.ts'
import { deleteExpiredSessions } from './session-queries.ts'

/** Forgets sessions that nobody can use any more. */
export async function clearExpiredSessions(deps: Pick<Deps, 'db' | 'now'>): Promise<void> {
  await deleteExpiredSessions(deps.db, deps.now())
}
