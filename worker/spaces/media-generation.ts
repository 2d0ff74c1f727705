import type { SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { endMediaAddresses, mediaGenerationOf } from './queries.ts'

/** The generation that addresses of a space's pictures carry; null when there is no such space. */
export async function mediaGeneration(
  deps: Pick<Deps, 'db'>,
  spaceId: SpaceId,
): Promise<number | null> {
  return await mediaGenerationOf(deps.db, spaceId)
}

/** Ends the addresses of a space's pictures that were handed out before, everywhere within a minute. */
export async function raiseMediaGeneration(deps: Pick<Deps, 'db'>, id: SpaceId): Promise<void> {
  await endMediaAddresses(deps.db, id)
}
