import type { SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { mediaGeneration } from '../spaces/media-generation.ts'

const ttlMs = 60_000
const maxEntries = 5_000

/**
 * Each isolate remembers a space's generation for a minute, so a page of pictures asks D1 once at
 * most, and an address that was revoked stops working within that minute everywhere.
 */
const remembered = new Map<SpaceId, { generation: number | null; untilMs: number }>()

/** The space's media generation; null when there is no such space. */
export async function currentGeneration(
  deps: Pick<Deps, 'db' | 'now'>,
  spaceId: SpaceId,
): Promise<number | null> {
  const now = deps.now()
  const known = remembered.get(spaceId)
  if (known && known.untilMs > now) return known.generation
  const generation = await mediaGeneration(deps, spaceId)
  if (remembered.size >= maxEntries) remembered.clear()
  remembered.set(spaceId, { generation, untilMs: now + ttlMs })
  return generation
}

/** The generations of these spaces, asked for at the same time; 0 of a space that is not there. */
export async function generationsOf(
  deps: Parameters<typeof currentGeneration>[0],
  spaceIds: Iterable<SpaceId>,
): Promise<Map<SpaceId, number>> {
  const found = await Promise.all(
    [...new Set(spaceIds)].map(
      async (id): Promise<[SpaceId, number]> => [id, (await currentGeneration(deps, id)) ?? 0],
    ),
  )
  return new Map(found)
}
