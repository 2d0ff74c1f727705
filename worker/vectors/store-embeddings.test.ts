import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import type { EmbeddingFound } from '#contracts/found'
import type { FileId, SpaceId } from '#contracts/ids'
import { makeDb } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { aUser } from '../testing/harness.ts'
import { manyFiles } from '../testing/many-files.ts'
import { embeddingStatements } from './store-embeddings.ts'

const model = 'made@1'

function found(values: number[], atMs: number | null = null): EmbeddingFound {
  const length = Math.hypot(...values)
  const vector = Float32Array.from(values, (value) => value / length)
  return { model, atMs, values: Buffer.from(vector.buffer).toString('base64') }
}

async function store(spaceId: SpaceId, fileId: FileId, embeddings: EmbeddingFound[]) {
  const db = makeDb(env.DB)
  await runBatch(db, embeddingStatements(db, { fileId, spaceId, embeddings, now: 1 }))
}

async function stateOf(fileId: FileId) {
  const first = async (sql: string) =>
    await env.DB.prepare(sql).bind(fileId).first<Record<string, unknown>>()
  const rows = await env.DB.prepare('select count(*) as n from embeddings where file_id = ?')
    .bind(fileId)
    .first<{ n: number }>()
  const file = await first('select position, change, gone_at from vector_files where file_id = ?')
  const space = await first(`select dimensions, positions, changes from vector_spaces
    where space_id = (select space_id from vector_files where file_id = ?)`)
  return { frames: rows?.n, file, space }
}

it('a file has the vectors of its last index, and every change of them a number', async () => {
  const user = await aUser()
  const [one, two] = await manyFiles(user, 2)
  if (!one || !two) throw new Error('no files')
  await store(user.spaceId, one, [found([1, 0, 0]), found([0, 1, 0], 5), found([0, 0, 1], 9)])
  await store(user.spaceId, two, [found([1, 1, 0])])
  expect(await stateOf(one)).toMatchObject({ frames: 3, file: { position: 0, change: 3 } })
  expect(await stateOf(two)).toMatchObject({ frames: 1, file: { position: 3, change: 4 } })

  await store(user.spaceId, one, [found([1, 0, 0]), found([0, 1, 0], 5), found([0, 0, 1], 9)])
  expect(await stateOf(one), 'the same again is no change').toMatchObject({ file: { change: 3 } })

  await store(user.spaceId, one, [found([0, 1, 1])])
  expect(await stateOf(one)).toMatchObject({
    frames: 1,
    file: { position: 0, change: 7, gone_at: null },
    space: { dimensions: 3, positions: 4, changes: 7 },
  })
})

it('trash, moves and purges are changes of the vectors too', async () => {
  const user = await aUser()
  const [one, two] = await manyFiles(user, 2)
  if (!one || !two) throw new Error('no files')
  await store(user.spaceId, one, [found([1, 0])])
  await store(user.spaceId, two, [found([0, 1])])
  await user.fetch(`/api/files/${one}`, { method: 'DELETE' })
  expect(await stateOf(one)).toMatchObject({ frames: 1, file: { change: 3, gone_at: null } })
  await env.DB.prepare('update files set name = ? where id = ?').bind('b', two).run()
  expect(await stateOf(two), 'a name is nothing to an index').toMatchObject({ file: { change: 2 } })
  await env.DB.prepare('delete from files where id = ?').bind(one).run()
  const { frames, file } = await stateOf(one)
  expect(frames).toBe(0)
  expect(file?.change).toBeGreaterThan(3)
  expect(file?.gone_at).toBeGreaterThan(0)
})

it.each([
  ['no numbers', ''],
  ['half a number', 'AAAAAAA='],
  ['not of length 1', Buffer.from(new Float32Array([3, 4]).buffer).toString('base64')],
  ['not a number', Buffer.from(new Float32Array([Number.NaN, 1]).buffer).toString('base64')],
  ['infinite', Buffer.from(new Float32Array([Infinity]).buffer).toString('base64')],
])('an embedding of %s is refused', async (_, values) => {
  const user = await aUser()
  const [file] = await manyFiles(user, 1)
  if (!file) throw new Error('no file')
  await expect(
    async () => await store(user.spaceId, file, [{ model, atMs: null, values }]),
  ).rejects.toThrow(expect.objectContaining({ code: 'bad_vector' }))
})
