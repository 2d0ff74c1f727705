/** Rows of bytes, one for each vector, that a query is multiplied with. */
export interface Rows {
  /** How much memory they take; more than what is written, for it grows by parts. */
  readonly bytes: number
  /** Writes a row. Rows are written one behind the other, or over what is there. */
  set(row: number, values: Int8Array): void
  copy(from: number, to: number): void
  /**
   * The products of the query with each of the first `count` rows, block by block: `take` is told at
   * which row a block begins and may read its products until it returns.
   */
  multiply(
    query: Int16Array,
    count: number,
    take: (firstRow: number, products: Int32Array) => void,
  ): void
}

/** Rows that are multiplied together: their products stay in the nearest cache. */
export const blockRows = 1_024

/** Bytes of a row: the kernel takes 16 dimensions at a time, and zeros change no product. */
export function strideOf(dimensions: number): number {
  return Math.ceil(dimensions / 16) * 16
}
