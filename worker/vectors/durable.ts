import type { VectorHit, VectorIndex, VectorNamespace } from '#contracts/vectors'
import type { Db } from '../db/client.ts'
import { requireDimensions, requireUsableQuery } from './check-query.ts'
import { orUnavailable } from './or-unavailable.ts'
import { findVectorSpace } from './queries.ts'
import type { VectorPart, VectorSpace } from './vector-space.ts'

/**
 * Exact search in Durable Objects: one for each `vectorsPerPart` vectors of a space and model, asked
 * all at once. A file stays in its part for ever, so that nothing moves when another part is added.
 */
export function makeDurableIndex(options: {
  db: Db
  vectorsPerPart: number
  vectorSpace: (name: string) => DurableObjectStub<VectorSpace>
}): VectorIndex {
  const { db, vectorsPerPart, vectorSpace } = options
  const partsOf = async (namespace: VectorNamespace) => {
    const space = await findVectorSpace(db, namespace)
    if (space === null) return null
    const count = Math.ceil(space.positions / vectorsPerPart)
    const parts = Array.from({ length: count }, (_, index) => {
      const from = index * vectorsPerPart
      const { spaceId, model } = namespace
      const part: VectorPart = {
        ...{ spaceId, model, dimensions: space.dimensions },
        positions: { from, to: from + vectorsPerPart },
      }
      return { part, object: vectorSpace(`${spaceId}/${model}/${index}`) }
    })
    return { ...space, parts }
  }
  return {
    kind: 'durable',
    follow: (namespace) =>
      orUnavailable(async () => {
        const space = await partsOf(namespace)
        const reached = space?.parts.map(({ object, part }) => object.follow(part, space.changes))
        return Math.min(...(await Promise.all(reached ?? [0])))
      }),
    query: (namespace, query) =>
      orUnavailable(async () => {
        requireUsableQuery(query)
        const space = await partsOf(namespace)
        if (space === null) return []
        requireDimensions(query, space.dimensions)
        const answers = space.parts.map(({ object, part }) =>
          object.nearest(part, space.changes, query),
        )
        return merge(await Promise.all(answers), query.topK)
      }),
    drop: (namespace) =>
      orUnavailable(async () => {
        const space = await partsOf(namespace)
        await Promise.all((space?.parts ?? []).map(({ object }) => object.forget()))
      }),
  }
}

function merge(answers: VectorHit[][], topK: number): VectorHit[] {
  const [only, ...others] = answers
  if (only !== undefined && others.length === 0) return only
  return answers
    .flat()
    .sort((one, two) => two.similarity - one.similarity)
    .slice(0, topK)
}
