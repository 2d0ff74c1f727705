import { env } from 'cloudflare:workers'
import type { FileKind } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import type { FileId, FolderId } from '#contracts/ids'
import type { VectorSpaceUnderTest } from '#contracts/vectors.contract'
import { makeDb } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { embeddingStatements } from '../vectors/store-embeddings.ts'
import type { TestUser } from './harness.ts'
import { manyFiles } from './many-files.ts'
import { callAs } from './spaces.ts'

/** The same vector of length 1 for the same seed, in a direction of its own. */
export function madeVector(seed: number, dimensions = 32): Float32Array {
  let state = (seed + 1) * 2_654_435_761
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 0xffff_ffff
  }
  const vector = Float32Array.from({ length: dimensions }, () => next() + next() + next() - 1.5)
  return ofLengthOne(vector)
}

function ofLengthOne(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

/** Files as rows alone, one for each list of frames, in this order, with their vectors in D1. */
export async function filesWithVectors(
  user: TestUser,
  model: string,
  frames: Float32Array[][],
  place: { kind?: FileKind; folderId?: FolderId | null } = {},
): Promise<FileId[]> {
  const ids: FileId[] = []
  for (let start = 0; start < frames.length; start += 500) {
    ids.push(...(await manyFiles(user, Math.min(500, frames.length - start), place)))
  }
  const db = makeDb(env.DB)
  const statements = ids.flatMap((fileId, index) => {
    const embeddings = (frames[index] ?? []).map((vector, frame) => {
      const values = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)
      return { model, atMs: frame * 1_000, values: values.toString('base64') }
    })
    return embeddingStatements(db, { fileId, spaceId: user.spaceId, embeddings, now: 1 })
  })
  for (let start = 0; start < statements.length; start += 1_000) {
    await runBatch(db, statements.slice(start, start + 1_000))
  }
  return ids
}

/** A space with a model for the suite of all indexes. */
export function vectorSpaceOf(user: TestUser, model: string): VectorSpaceUnderTest {
  const run = async (sql: string, ...values: string[]) => {
    await env.DB.prepare(sql)
      .bind(...values)
      .run()
  }
  return {
    namespace: { spaceId: user.spaceId, model },
    write: (frames, place) => filesWithVectors(user, model, frames, place),
    async newFolder() {
      const name = crypto.randomUUID()
      const made = await callAs(user, 'POST', '/api/folders', { name })
      return folderViewSchema.parse(await made.json()).id
    },
    move: (id, folderId) => run('update files set folder_id = ? where id = ?', folderId, id),
    async trash(id) {
      await user.fetch(`/api/files/${id}`, { method: 'DELETE' })
    },
    async restore(id) {
      await user.fetch(`/api/files/${id}/restore`, { method: 'POST' })
    },
    purge: (id) => run('delete from files where id = ?', id),
  }
}
