import type { VectorNamespace } from '#contracts/vectors'
import type { Deps } from '../deps.ts'
import type { TextVectors } from './text-vectors.ts'

/**
 * What no picture shows. Every picture is a little like every text, how much is different in every
 * model and library, and the best of a large library is like anything by chance. So these are looked
 * for too, and only what is more alike than what they find counts as found.
 */
export const nonsenseTexts = [
  ...['qwzrtp', 'xlorf vendik', 'brumfoggle', 'zzyx plonq', 'aeiou aeiou', 'asdfghjkl'],
  ...['the square root of minus one', 'a quarterly tax regulation', 'next Tuesday perhaps'],
  ...['an undefined variable', 'the subjunctive mood', 'inflation expectations'],
  ...['0x7f3a99', 'lorem ipsum dolor', 'nothing at all', 'a theorem about prime numbers'],
]

const known = new Map<string, { floor: number; positions: number; until: number }>()
const knownAtMost = 1_000
const keptMs = 3_600_000

/**
 * The similarity that a picture of this space and model must have: what nine of ten nonsense texts do
 * not reach with the picture that is most like them. It is kept for an hour in this isolate, and until
 * the space has grown by a tenth.
 */
export async function similarityFloor(
  deps: Pick<Deps, 'vectorIndex' | 'now'>,
  { positions, ...namespace }: VectorNamespace & { positions: number },
  nonsense: TextVectors,
): Promise<number> {
  const key = `${namespace.spaceId}/${namespace.model}`
  const kept = known.get(key)
  if (kept && kept.until > deps.now() && positions < kept.positions * 1.1) return kept.floor
  const best = await Promise.all(
    [...nonsense.values()].map(async (vector) => {
      const [hit] = await deps.vectorIndex.query(namespace, { vector, topK: 1 })
      return hit?.similarity ?? -1
    }),
  )
  const floor = floorOf(best)
  known.delete(key)
  known.set(key, { floor, positions, until: deps.now() + keptMs })
  const [oldest] = known.keys()
  if (known.size > knownAtMost && oldest !== undefined) known.delete(oldest)
  return floor
}

/** The ninth tenth of what nonsense reaches. */
export function floorOf(similarities: number[]): number {
  const sorted = similarities.toSorted((left, right) => left - right)
  return sorted[Math.floor((sorted.length - 1) * 0.9)] ?? 1
}

/** By so much more than the floor a picture has to be alike to be twice as near to certain. */
const cosineStep = 0.03

/** 0.5 at the floor, ¾ a step above it, and ever nearer to 1. In hundredths. */
export function scoreAbove(similarity: number, floor: number): number {
  return Math.round(100 * (1 - 2 ** -(1 + (similarity - floor) / cosineStep))) / 100
}
