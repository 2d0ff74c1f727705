import type { VectorizeStore } from '../vectors/vectorize.ts'

interface Mutation {
  visibleAt: number
  apply(): void
}

/** Vectorize's limits, as documented in 2026. */
const limits = {
  topK: 100,
  topKWithValues: 50,
  batch: 1_000,
  nameBytes: 64,
  filterBytes: 2_048,
  metadataBytes: 10_240,
}

/**
 * Vectorize as far as this project uses it: a cosine index with metadata indexes on `kind` and
 * `folder`. It refuses what Vectorize refuses, and shows what was written only after `delayMs`.
 */
export function fakeVectorize(options: {
  dimensions: number
  delayMs: number
  now: () => number
}): VectorizeStore & { count: () => number } {
  const { dimensions, delayMs, now } = options
  const stored = new Map<string, VectorizeVector>()
  let waiting: Mutation[] = []
  const enqueue = (apply: () => void) => {
    waiting.push({ visibleAt: now() + delayMs, apply })
    return Promise.resolve({ mutationId: crypto.randomUUID() })
  }
  const arrive = () => {
    const time = now()
    for (const { visibleAt, apply } of waiting) if (visibleAt <= time) apply()
    waiting = waiting.filter(({ visibleAt }) => visibleAt > time)
  }
  return {
    count() {
      arrive()
      return stored.size
    },
    upsert(vectors) {
      refuse(vectors.length > limits.batch, 'too many vectors in a batch')
      for (const { id, namespace, values, metadata } of vectors) {
        refuse(bytesOf(id) > limits.nameBytes, 'the id is too long')
        refuse(bytesOf(namespace ?? '') > limits.nameBytes, 'the namespace is too long')
        refuse(values.length !== dimensions, 'the vector has other dimensions')
        refuse(bytesOf(JSON.stringify(metadata)) > limits.metadataBytes, 'too much metadata')
      }
      const copies = structuredClone(vectors)
      return enqueue(() => {
        for (const vector of copies) stored.set(vector.id, vector)
      })
    },
    deleteByIds(ids) {
      refuse(ids.length > limits.batch, 'too many ids in a batch')
      const copies = [...ids]
      return enqueue(() => {
        for (const id of copies) stored.delete(id)
      })
    },
    query(vector, asked = {}) {
      const { topK = 5, namespace, filter = {} } = asked
      const withMore = asked.returnValues === true || (asked.returnMetadata ?? 'none') !== 'none'
      refuse(topK < 1 || topK > (withMore ? limits.topKWithValues : limits.topK), 'bad topK')
      refuse(vector.length !== dimensions, 'the vector has other dimensions')
      refuse(bytesOf(JSON.stringify(filter)) > limits.filterBytes, 'the filter is too large')
      refuse(
        Object.keys(filter).some((key) => !['kind', 'folder'].includes(key)),
        'no metadata index',
      )
      arrive()
      const matches = [...stored.values()]
        .filter((one) => one.namespace === namespace && fulfils(one.metadata ?? {}, filter))
        .map((one) => ({ id: one.id, score: cosine(one.values, vector) }))
        .sort((one, two) => two.score - one.score)
        .slice(0, topK)
      return Promise.resolve({ matches, count: matches.length })
    },
  }
}

function refuse(isWrong: boolean, why: string): void {
  if (isWrong) throw new Error(`VECTOR_QUERY_ERROR: ${why}`)
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}

/** Equality and `$in`: the two conditions that are asked. */
function fulfils(
  metadata: Record<string, VectorizeVectorMetadata>,
  filter: VectorizeVectorMetadataFilter,
): boolean {
  return Object.entries(filter).every(([key, wanted]) => {
    const value = metadata[key]
    if (typeof wanted !== 'object' || wanted === null) return value === wanted
    if (!('$in' in wanted)) throw new Error('VECTOR_QUERY_ERROR: a condition nobody asks')
    return typeof value === 'string' && (wanted.$in ?? []).includes(value)
  })
}

type Numbers = VectorFloatArray | number[]

function cosine(one: Numbers, two: Numbers): number {
  let [product, first, second] = [0, 0, 0]
  for (let index = 0; index < one.length; index++) {
    const [left, right] = [one[index] ?? 0, two[index] ?? 0]
    product += left * right
    first += left * left
    second += right * right
  }
  return product / Math.sqrt(first * second)
}
