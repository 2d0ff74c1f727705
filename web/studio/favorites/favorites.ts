import type { GenerationView } from '#contracts/generations'
import { attempt } from '../../shell/attempt.ts'
import { pagedList } from '../../ui/paged.ts'
import { listFavorites, setFavorite } from '../generation-calls.ts'
import { hearGenerations } from '../sync/canvas-sync.ts'

/** The pictures that somebody likes, of every canvas, the latest first. They are kept by the vault. */
export const favorites = pagedList((cursor) => listFavorites(cursor))

/** Makes it a favourite or takes it out: shown at once, and as it was again when it is refused. */
export async function toggleFavorite(generation: GenerationView) {
  const isFavorite = !generation.isFavorite
  show({ ...generation, isFavorite })
  if (!(await attempt(() => setFavorite(generation.id, isFavorite)))) show(generation)
}

function show(generation: GenerationView) {
  hearGenerations([generation])
  favorites.change((all) => {
    const others = all.filter(({ id }) => id !== generation.id)
    return generation.isFavorite ? [generation, ...others] : others
  })
}
