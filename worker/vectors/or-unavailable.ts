import { VectorIndexError } from '#contracts/vectors'

/** Whatever else goes wrong is a matter of the database or of the index, and may pass. */
export async function orUnavailable<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof VectorIndexError) throw cause
    throw new VectorIndexError('unavailable', 'The index of vectors cannot be reached.', cause)
  }
}
