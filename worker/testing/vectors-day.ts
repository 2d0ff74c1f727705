import { makeDb } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { makeDeps } from '../deps.ts'
import type { Env } from '../env.ts'
import { embeddingStatements } from '../vectors/store-embeddings.ts'
import { changesPageFiles, vectorChanges } from '../vectors/vector-changes.ts'
import { aUser } from './harness.ts'
import { manyFiles } from './many-files.ts'
import { madeVector } from './vectors.ts'

/** Embeddings come, are followed and searched, and leave with their files. */
export async function vectorsDay(bindings: Env): Promise<void> {
  const deps = makeDeps(bindings, { test: true }, () => {})
  const db = makeDb(bindings.DB)
  const [user, model] = [await aUser(), 'made@1']
  const [one, two] = await manyFiles(user, 2)
  if (!one || !two) throw new Error('no files')
  const values = Buffer.from(madeVector(1).buffer).toString('base64')
  for (const fileId of [one, two]) {
    const embeddings = [0, 1, 2].map((frame) => ({ model, atMs: frame, values }))
    const { spaceId } = user
    await runBatch(db, embeddingStatements(db, { fileId, spaceId, embeddings, now: 1 }))
  }
  const namespace = { spaceId: user.spaceId, model }
  await deps.vectorIndex.query(namespace, { vector: madeVector(1), topK: 10 })
  // As a Durable Object reads them, whose database nobody watches.
  await vectorChanges(db, namespace, 0, { from: 0, to: changesPageFiles })
  await db.$client.prepare('delete from files where id in (?, ?)').bind(one, two).run()
  await db.$client.prepare('update vector_files set gone_at = 1 where gone_at > 0').bind().run()
}
