/**
 * How much the first places count more than the next ones: the constant of Cormack, Clarke and
 * Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods"
 * (SIGIR 2009).
 */
const rankOffset = 60

export interface RankedList<Id> {
  /** The best first, each once. */
  ids: Id[]
  /** 1; less for a list that found only a part of what was asked for. */
  weight: number
}

/** All ids of the lists, by the sum of `weight / (60 + place)`; among equals the order of the lists. */
export function fuse<Id>(lists: RankedList<Id>[]): Id[] {
  const sums = new Map<Id, number>()
  for (const { ids, weight } of lists) {
    for (const [index, id] of ids.entries()) {
      sums.set(id, (sums.get(id) ?? 0) + weight / (rankOffset + index + 1))
    }
  }
  return [...sums].sort(([, left], [, right]) => right - left).map(([id]) => id)
}
