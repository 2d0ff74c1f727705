import type { VectorIndex } from '#contracts/vectors'
import type { Deps } from '../deps.ts'
import type { Env } from '../env.ts'
import { makeDurableIndex } from './durable.ts'
import { makeVectorizeIndex } from './vectorize.ts'

/** The index that the configuration names. */
export function makeVectorIndex(
  { config, db, now }: Pick<Deps, 'config' | 'db' | 'now'>,
  bindings: Pick<Env, 'VECTOR_SPACE' | 'VECTORIZE'>,
): VectorIndex {
  const { VECTOR_SPACE, VECTORIZE } = bindings
  const durable = makeDurableIndex({
    ...{ db, vectorsPerPart: config.vectorsPerPart },
    vectorSpace: (name) => VECTOR_SPACE.get(VECTOR_SPACE.idFromName(name)),
  })
  if (config.vectorIndex === 'durable' || VECTORIZE === undefined) return durable
  const dimensions = config.vectorizeDimensions
  return makeVectorizeIndex({ db, store: VECTORIZE, dimensions, otherwise: durable, now })
}
