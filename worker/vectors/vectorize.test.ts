import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { vectorIndexContract } from '#contracts/vectors.contract'
import { makeDb } from '../db/client.ts'
import { fakeVectorize } from '../testing/fake-vectorize.ts'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { filesWithVectors, madeVector, vectorSpaceOf } from '../testing/vectors.ts'
import { makeVectorizeIndex } from './vectorize.ts'

const model = 'made@1'

/** An index over a fake whose clock can be set forward. */
function anIndex(dimensions = 32) {
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  const store = fakeVectorize({ dimensions, delayMs: 90_000, now })
  const otherwise = testDeps().vectorIndex
  const index = makeVectorizeIndex({ db: makeDb(env.DB), store, dimensions, otherwise, now })
  return {
    ...{ index, store },
    pass(ms: number) {
      aheadMs += ms
    },
  }
}

vectorIndexContract('Vectorize', () => {
  const { index, pass } = anIndex()
  const users = new Map<string, TestUser>()
  return {
    index,
    async newSpace(name = model) {
      const user = await aUser()
      users.set(user.spaceId, user)
      return vectorSpaceOf(user, name)
    },
    withModel({ namespace }, name) {
      const user = users.get(namespace.spaceId)
      if (!user) throw new Error('not a space of this suite')
      return vectorSpaceOf(user, name)
    },
    async settle() {
      pass(600_000)
    },
  }
})

it('between being told and showing it, Vectorize is corrected from D1', async () => {
  const { index, store, pass } = anIndex()
  const user = await aUser()
  const space = vectorSpaceOf(user, model)
  const [one, two] = await space.write([[madeVector(1)], [madeVector(2)]])
  if (!one || !two) throw new Error('no files')
  const found = async () =>
    (await index.query(space.namespace, { vector: madeVector(1), topK: 5 })).map(
      (hit) => hit.fileId,
    )
  await index.follow(space.namespace)
  expect(store.count()).toBe(0)
  expect(await found()).toEqual([one, two])
  pass(100_000)
  expect(store.count()).toBe(2)
  await space.trash(one)
  await index.follow(space.namespace)
  expect(store.count()).toBe(2)
  expect(await found()).toEqual([two])
  pass(600_000)
  expect(store.count()).toBe(1)
  expect(await found()).toEqual([two])
})

it('more than a batch is told in batches, and a call that was broken off goes on', async () => {
  const { index, store, pass } = anIndex()
  const user = await aUser()
  const frames = Array.from({ length: 2_100 }, (_, seed) => [madeVector(seed)])
  const ids = await filesWithVectors(user, model, frames)
  const namespace = { spaceId: user.spaceId, model }
  expect(await index.follow(namespace)).toBe(2_100)
  pass(600_000)
  expect(store.count()).toBe(2_100)
  const hits = await index.query(namespace, { vector: madeVector(2_050), topK: 1_000 })
  expect(hits[0]?.fileId).toBe(ids[2_050])
  expect(hits.length, 'Vectorize gives 100').toBe(100)
})

it('models of other dimensions are searched by the other index', async () => {
  const { index, store } = anIndex(16)
  const user = await aUser()
  const [file] = await filesWithVectors(user, model, [[madeVector(7)]])
  const namespace = { spaceId: user.spaceId, model }
  await index.follow(namespace)
  expect(store.count()).toBe(0)
  expect(await index.query(namespace, { vector: madeVector(7), topK: 3 })).toMatchObject([
    { fileId: file },
  ])
})

it('a store that does not answer is unavailable, not empty', async () => {
  const user = await aUser()
  await filesWithVectors(user, model, [[madeVector(7)]])
  const store = fakeVectorize({ dimensions: 32, delayMs: 0, now: () => Date.now() })
  const broken = { ...store, query: () => Promise.reject(new Error('1101')) }
  const index = makeVectorizeIndex({
    ...{ db: makeDb(env.DB), store: broken, dimensions: 32 },
    ...{ otherwise: testDeps().vectorIndex, now: () => Date.now() },
  })
  const asked = index.query({ spaceId: user.spaceId, model }, { vector: madeVector(7), topK: 3 })
  await expect(asked).rejects.toMatchObject({ name: 'VectorIndexError', code: 'unavailable' })
})
