import type { Deps } from '../deps.ts'
import { setHomeJobsWaiting } from './queries.ts'

/**
 * Tells the home node that there is work, or writes on the jobs that they wait for it when none is
 * connected. Best effort: the home node also looks by itself, and the sweep repeats this.
 */
export async function wakeHome(deps: Pick<Deps, 'db' | 'homeLink'>): Promise<void> {
  await setHomeJobsWaiting(deps.db, !(await deps.homeLink.wake()))
}
