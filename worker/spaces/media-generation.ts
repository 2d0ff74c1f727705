import type { SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { mediaGenerationOf } from './queries.ts'

/** The generation that addresses of a space's pictures carry; null when there is no such space. */
export async function mediaGeneration(
  deps: Pick<Deps, 'db'>,
  spaceId: SpaceId,
): Promise<number | null> {
  return await mediaGenerationOf(deps.db, spaceId)
}
