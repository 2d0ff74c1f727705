import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import type { FileId } from '#contracts/ids'
import { makeDb } from '../db/client.ts'
import { sweep } from '../jobs/sweep.ts'
import { aUser, testDeps } from '../testing/harness.ts'
import { filesWithVectors, madeVector } from '../testing/vectors.ts'
import { makeDurableIndex } from './durable.ts'

const model = 'made@1'

const objectOf = (name: string) => env.VECTOR_SPACE.get(env.VECTOR_SPACE.idFromName(name))

function indexOf(vectorsPerPart: number) {
  const asked: string[] = []
  const index = makeDurableIndex({
    ...{ db: makeDb(env.DB), vectorsPerPart },
    vectorSpace(name) {
      asked.push(name)
      return objectOf(name)
    },
  })
  return { index, asked }
}

/** Each vector finds its own file first, whatever its place. */
async function expectEachFound(
  index: ReturnType<typeof indexOf>['index'],
  namespace: { spaceId: Parameters<typeof index.query>[0]['spaceId']; model: string },
  ids: FileId[],
) {
  for (const [seed, id] of ids.entries()) {
    const [best] = await index.query(namespace, { vector: madeVector(seed), topK: 3 })
    expect(best?.fileId).toBe(id)
  }
}

it('with more vectors than one object takes there are three, and they answer as one', async () => {
  const user = await aUser()
  const frames = Array.from({ length: 25 }, (_, seed) => [madeVector(seed)])
  const ids = await filesWithVectors(user, model, frames)
  const namespace = { spaceId: user.spaceId, model }
  const [one, three] = [indexOf(1_000), indexOf(10)]
  await expectEachFound(three.index, namespace, ids)
  expect(new Set(three.asked).size).toBe(3)
  for (const topK of [1, 7, 25, 100]) {
    const query = { vector: madeVector(999), topK }
    const hits = await three.index.query(namespace, query)
    expect(hits).toHaveLength(Math.min(topK, 25))
    // Both ask the object of the first part, which begins anew for each.
    expect(hits).toEqual(await one.index.query(namespace, query))
  }
})

it('a file keeps its part when others come and go', async () => {
  const user = await aUser()
  const namespace = { spaceId: user.spaceId, model }
  const { index } = indexOf(10)
  const first = await filesWithVectors(
    user,
    model,
    Array.from({ length: 15 }, (_, seed) => [madeVector(seed)]),
  )
  await expectEachFound(index, namespace, first)
  await env.DB.prepare('delete from files where id in (select value from json_each(?))')
    .bind(JSON.stringify(first.slice(0, 8)))
    .run()
  const more = await filesWithVectors(
    user,
    model,
    Array.from({ length: 10 }, (_, seed) => [madeVector(100 + seed)]),
  )
  const hits = await index.query(namespace, { vector: madeVector(3), topK: 100 })
  expect(hits.map((hit) => hit.fileId).sort()).toEqual([...first.slice(8), ...more].sort())
})

it('what an object knew it knows after it was evicted, without reading D1 again', async () => {
  const user = await aUser()
  const namespace = { spaceId: user.spaceId, model }
  const frames = Array.from({ length: 1_200 }, (_, seed) => [madeVector(seed)])
  const [first, second] = await filesWithVectors(user, model, frames)
  if (!first || !second) throw new Error('no files')
  const { index } = indexOf(100_000)
  const query = { vector: madeVector(1), topK: 1 }
  expect(await index.query(namespace, query)).toMatchObject([{ fileId: second }])
  const object = objectOf(`${user.spaceId}/${model}/0`)
  await evictDurableObject(object)
  // Of D1's rows only those that changed since are read: this one is not among them.
  await env.DB.prepare('delete from vector_files where file_id = ?').bind(second).run()
  expect(await index.query(namespace, query)).toMatchObject([{ fileId: second }])
  await user.fetch(`/api/files/${first}`, { method: 'DELETE' })
  await evictDurableObject(object)
  const hits = await index.query(namespace, { vector: madeVector(0), topK: 1_000 })
  expect(hits.map((hit) => hit.fileId)).not.toContain(first)
})

it('when the database was set back, the index begins anew', async () => {
  const user = await aUser()
  const namespace = { spaceId: user.spaceId, model }
  const { index } = indexOf(100_000)
  const [one, two] = await filesWithVectors(user, model, [[madeVector(0)], [madeVector(1)]])
  await index.follow(namespace)
  // As if the second had never been.
  await env.DB.batch([
    env.DB.prepare('delete from vector_files where file_id = ?').bind(two),
    env.DB.prepare('update vector_spaces set changes = 1 where space_id = ?').bind(user.spaceId),
  ])
  await evictDurableObject(objectOf(`${user.spaceId}/${model}/0`))
  const hits = await index.query(namespace, { vector: madeVector(1), topK: 10 })
  expect(hits.map((hit) => hit.fileId)).toEqual([one])
})

it('the sweep has the index follow, and drops what is left of a space without files', async () => {
  const deps = testDeps()
  const user = await aUser()
  const [file] = await filesWithVectors(user, model, [[madeVector(0)]])
  const rowsOf = async () => {
    const spaces = await env.DB.prepare('select followed from vector_spaces where space_id = ?')
      .bind(user.spaceId)
      .all()
    const files = await env.DB.prepare('select count(*) as n from vector_files where space_id = ?')
      .bind(user.spaceId)
      .first<{ n: number }>()
    const object = objectOf(`${user.spaceId}/${model}/0`)
    const stored = await runInDurableObject(object, (_, { storage }) => {
      const tables = storage.sql.exec("select 1 from sqlite_master where name = 'vectors'")
      if (tables.toArray().length === 0) return 0
      return storage.sql.exec('select count(*) as n from vectors').one().n
    })
    return { spaces: spaces.results, files: files?.n, stored }
  }
  await sweep(deps)
  expect(await rowsOf()).toEqual({ spaces: [{ followed: 1 }], files: 1, stored: 1 })
  await env.DB.prepare('delete from files where id = ?').bind(file).run()
  await sweep(deps)
  expect(await rowsOf()).toMatchObject({ files: 1, stored: 0 })
  await sweep({ ...deps, now: () => Date.now() + 3_600_000 })
  expect(await rowsOf()).toEqual({ spaces: [], files: 0, stored: 0 })
})
