import { VectorIndexError, type VectorQuery } from '#contracts/vectors'
import { requireUnitVector } from './quantise.ts'

export const topKMax = 1_000
export const folderIdsMax = 500

/**
 * What every index asks of a query before it asks anything else. Throws `VectorIndexError`:
 * `bad_vector` for numbers that are not finite, not of length 1 or too many, `bad_query` for the rest.
 */
export function requireUsableQuery({ vector, topK, folderIds }: VectorQuery): void {
  requireUnitVector(vector)
  if (!Number.isInteger(topK) || topK < 1 || topK > topKMax) {
    throw new VectorIndexError('bad_query', `Ask for 1 to ${topKMax} files at a time.`)
  }
  if (folderIds !== undefined && folderIds.length > folderIdsMax) {
    throw new VectorIndexError('bad_query', `At most ${folderIdsMax} folders at a time.`)
  }
}

/** Throws `VectorIndexError` (`bad_vector`) for a query by another model. */
export function requireDimensions({ vector }: VectorQuery, dimensions: number): void {
  if (vector.length !== dimensions) {
    throw new VectorIndexError('bad_vector', `This model has ${dimensions} dimensions.`)
  }
}
