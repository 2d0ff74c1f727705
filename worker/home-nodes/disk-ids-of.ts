import type { HomeNodeId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { ownDiskIds } from './queries.ts'

/** The disks that belong to a home node, missing ones included. */
export async function diskIdsOf(
  deps: Pick<Deps, 'db'>,
  homeNodeId: HomeNodeId,
): Promise<Set<string>> {
  return await ownDiskIds(deps.db, homeNodeId)
}
