import type { GenerationView } from '#contracts/generations'
import type { GenerationId } from '#contracts/ids'
import type { PageQuery } from '#contracts/paging'
import { decodeTimeCursor, encodeTimeCursor } from '../../db/time-cursor.ts'
import type { Deps } from '../../deps.ts'
import type { Actor } from '../../spaces/access.ts'
import { requireGeneration } from '../generations/find-generation.ts'
import { toGenerationView } from '../generations/generation-view.ts'
import { addFavorite, dropFavorite, listFavorites } from './queries.ts'

type FavoriteDeps = Pick<Deps, 'db' | 'now' | 'config'>

/** Marks a picture as one of the actor's own favourites, or takes the mark away. Throws `not_found`. */
export async function setFavorite(
  deps: FavoriteDeps,
  actor: Actor,
  id: GenerationId,
  isFavorite: boolean,
): Promise<GenerationView> {
  await requireGeneration(deps, actor, id, 'viewer')
  if (isFavorite) await addFavorite(deps.db, actor.userId, id, deps.now())
  else await dropFavorite(deps.db, actor.userId, id)
  return await toGenerationView(deps, await requireGeneration(deps, actor, id, 'viewer'))
}

/** The actor's favourites, the latest marked first, of spaces that they may (still) read. */
export async function favoritesOf(
  deps: FavoriteDeps,
  actor: Actor,
  { cursor, limit }: PageQuery,
): Promise<{ items: GenerationView[]; nextCursor: string | null }> {
  const after = decodeTimeCursor(cursor)
  const rows = await listFavorites(deps.db, actor.userId, after, limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const seen = page.filter(({ row }) => actor.memberships.has(row.spaceId))
  return {
    items: await Promise.all(
      seen.map(({ row }) => toGenerationView(deps, { ...row, isFavorite: true })),
    ),
    nextCursor:
      rows.length > page.length && last
        ? encodeTimeCursor({ timeMs: last.addedAt, id: last.row.id })
        : null,
  }
}
