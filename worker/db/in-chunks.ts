/** D1 binds at most 100 parameters a statement. */
export const maxBoundParameters = 100

/**
 * Runs `query` over `values` in chunks that fit one statement and joins the rows.
 * `otherParameters` is how many parameters the statement binds besides the values.
 */
export async function inChunks<Value, Row>(
  values: readonly Value[],
  query: (chunk: Value[]) => Promise<Row[]>,
  otherParameters = 0,
): Promise<Row[]> {
  const size = maxBoundParameters - otherParameters
  const chunks: Value[][] = []
  for (let start = 0; start < values.length; start += size) {
    chunks.push(values.slice(start, start + size))
  }
  return (await Promise.all(chunks.map(query))).flat()
}
