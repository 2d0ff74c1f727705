import type { Deps } from '../deps.ts'
import { deleteRevoked } from './queries.ts'

const keptMs = 30 * 86_400_000

/** A revoked link can be taken back for 30 days; then its address is free again. */
export async function clearRevokedShares(deps: Pick<Deps, 'db' | 'now'>): Promise<void> {
  await deleteRevoked(deps.db, deps.now() - keptMs)
}
