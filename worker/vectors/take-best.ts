/**
 * The rows with the `count` highest values, the highest first; of equal ones the first. A heap holds
 * the best so far, its worst on top: nearly every row is done with one comparison. `-Infinity` is
 * never taken. Time: rows, and few times the logarithm of `count`.
 */
export function takeBest(
  values: Float32Array,
  count: number,
  isWanted: ((row: number) => boolean) | null,
): number[] {
  const heap: number[] = []
  const valueAt = (place: number) => values[heap[place] ?? -1] ?? Number.NEGATIVE_INFINITY
  /** Of equal values the later row is the worse. */
  const isWorse = (one: number, two: number) => {
    const [first, second] = [valueAt(one), valueAt(two)]
    return first < second || (first === second && (heap[one] ?? 0) > (heap[two] ?? 0))
  }
  const swap = (one: number, two: number) => {
    const kept = heap[one] ?? 0
    heap[one] = heap[two] ?? 0
    heap[two] = kept
  }
  const rise = (place: number) => {
    for (let here = place; here > 0; ) {
      const above = (here - 1) >> 1
      if (!isWorse(here, above)) return
      swap(here, above)
      here = above
    }
  }
  const sink = () => {
    for (let here = 0; ; ) {
      const left = here * 2 + 1
      const right = left + 1
      let worst = here
      if (left < heap.length && isWorse(left, worst)) worst = left
      if (right < heap.length && isWorse(right, worst)) worst = right
      if (worst === here) return
      swap(here, worst)
      here = worst
    }
  }
  let floor = Number.NEGATIVE_INFINITY
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? Number.NEGATIVE_INFINITY
    if (value <= floor || isWanted?.(row) === false) continue
    if (heap.length < count) {
      heap.push(row)
      rise(heap.length - 1)
    } else {
      heap[0] = row
      sink()
    }
    if (heap.length === count) floor = valueAt(0)
  }
  return heap.sort((one, two) => (values[two] ?? 0) - (values[one] ?? 0) || one - two)
}
