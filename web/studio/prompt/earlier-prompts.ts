import type { GenerationView } from '#contracts/generations'
import type { TileId } from '#contracts/ids'

/**
 * The words that pictures were made of, the latest first and each once: those of the tile, then those
 * of the other tiles. Words that somebody only came by (a preview that was replaced) are left out.
 */
export function earlierPrompts(
  generations: Iterable<GenerationView>,
  tile: TileId | null,
  max = 100,
): string[] {
  const asked = [...generations]
    .filter(({ stage, prompt }) => stage === 'full' && prompt.text !== '')
    .sort((one, other) => (one.id < other.id ? 1 : -1))
  const own = asked.filter((each) => each.tile === tile)
  const others = asked.filter((each) => each.tile !== tile)
  return [...new Set([...own, ...others].map(({ prompt }) => prompt.text))].slice(0, max)
}

/** A walk through earlier words by the arrow keys: 0 is what was typed, 1 the latest before it. */
export interface Walk {
  words: string[]
  at: number
}

export function walkFrom(typed: string, earlier: string[]): Walk {
  return { words: [typed, ...earlier.filter((words) => words !== typed)], at: 0 }
}

/** A step back (1) or forth (-1); null where there is nothing. */
export function walked({ words, at }: Walk, step: 1 | -1): Walk | null {
  const next = at + step
  return next >= 0 && next < words.length ? { words, at: next } : null
}
