import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import type { VectorIndex, VectorNamespace } from '#contracts/vectors'
import { makeDb } from '../db/client.ts'
import { fakeVectorize } from '../testing/fake-vectorize.ts'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { filesWithVectors, madeVector } from '../testing/vectors.ts'
import { makeVectorizeIndex } from './vectorize.ts'

const model = 'made@1'
const filesPerSpace = 1_000
const queries = 1_000

/** Security A64: of ten spaces with the very same vectors, each finds its own and nothing else. */
it("ten spaces with the same thousand vectors never find what is another's", async () => {
  const [first, ...others] = await Promise.all(Array.from({ length: 10 }, () => aUser()))
  if (!first) throw new Error('no user')
  const vectors = Array.from({ length: filesPerSpace }, (_, seed) => madeVector(seed))
  await filesWithVectors(
    first,
    model,
    vectors.map((vector) => [vector]),
  )
  for (const other of others) await copyLibrary(first, other)

  const db = makeDb(env.DB)
  const durable = testDeps().vectorIndex
  const store = fakeVectorize({ dimensions: 32, delayMs: 0, now: () => Date.now() })
  const vectorize = makeVectorizeIndex({
    ...{ db, store, dimensions: 32, otherwise: durable },
    // Long after the last change: Vectorize answers, and nothing is put over it.
    now: () => Date.now() + 3_600_000,
  })
  for (const { spaceId } of [first, ...others]) await vectorize.follow({ spaceId, model })
  expect(store.count()).toBe(10 * filesPerSpace)
  for (const index of [durable, vectorize]) {
    for (const user of [first, ...others]) await expectOnlyOwn(index, user, vectors)
  }
}, 240_000)

async function expectOnlyOwn(index: VectorIndex, user: TestUser, vectors: Float32Array[]) {
  const { results } = await env.DB.prepare('select id from files where space_id = ?')
    .bind(user.spaceId)
    .all<{ id: string }>()
  const own = new Set(results.map(({ id }) => id))
  expect(own.size).toBe(filesPerSpace)
  const namespace: VectorNamespace = { spaceId: user.spaceId, model }
  const asked = vectors.filter((_, number) => number % 10 === 0).slice(0, queries / 10)
  const answers = await Promise.all(
    asked.map((vector) => index.query(namespace, { vector, topK: 20 })),
  )
  for (const hits of answers) {
    expect(hits).toHaveLength(20)
    expect(hits[0]?.similarity).toBeCloseTo(1, 2)
    expect(hits.filter((hit) => !own.has(hit.fileId))).toEqual([])
  }
}

/** The same files and vectors in another space: ids differ in the middle. */
async function copyLibrary(from: TestUser, to: TestUser): Promise<void> {
  const suffix = to.spaceId.slice(-6)
  await env.DB.batch(
    [
      `insert into originals (id, space_id, sha256, size_bytes, mime_type, created_at)
        select substr(id, 1, 10) || ?2 || substr(id, 17), ?3, sha256, 1, mime_type, created_at
        from originals where space_id = ?1`,
      `insert into files (id, space_id, original_id, name, kind, preview, created_by, created_at)
        select substr(id, 1, 10) || ?2 || substr(id, 17), ?3,
          substr(original_id, 1, 10) || ?2 || substr(original_id, 17), name, kind, preview,
          (select owner_id from spaces where id = ?3), created_at
        from files where space_id = ?1`,
      `insert into embeddings (file_id, model, frame, space_id, vector, scale, created_at)
        select substr(file_id, 1, 10) || ?2 || substr(file_id, 17), model, frame, ?3, vector, scale, 1
        from embeddings where space_id = ?1`,
    ].map((sql) => env.DB.prepare(sql).bind(from.spaceId, suffix, to.spaceId)),
  )
}
