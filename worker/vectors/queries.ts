import { and, eq, gte, sql } from 'drizzle-orm'
import type { FileId, SpaceId } from '#contracts/ids'
import type { VectorNamespace } from '#contracts/vectors'
import type { Db } from '../db/client.ts'
import { embeddings, vectorSpaces } from '../db/schema/embeddings.ts'
import type { QuantisedVector } from './quantise.ts'

/** Writes one frame's vector. Writing the same again is no change that anybody would follow. */
export function putEmbedding(
  db: Db,
  embedding: QuantisedVector & {
    fileId: FileId
    spaceId: SpaceId
    model: string
    frame: number
    atMs: number | null
    createdAt: number
  },
) {
  const { values, ...row } = embedding
  const vector = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  return db
    .insert(embeddings)
    .values({ ...row, vector })
    .onConflictDoUpdate({
      target: [embeddings.fileId, embeddings.model, embeddings.frame],
      set: { vector, scale: row.scale, atMs: row.atMs, createdAt: row.createdAt },
      setWhere: sql`embeddings.vector <> excluded.vector or embeddings.scale <> excluded.scale`,
    })
}

/** Removes the frames of a file from this one on: a film was cut, or a model takes fewer. */
export function removeFramesFrom(
  db: Db,
  { fileId, model, frame }: { fileId: FileId; model: string; frame: number },
) {
  return db
    .delete(embeddings)
    .where(
      and(eq(embeddings.fileId, fileId), eq(embeddings.model, model), gte(embeddings.frame, frame)),
    )
}

/** How many vectors and changes the vectors of a space and model have seen; null: there never were any. */
export async function findVectorSpace(db: Db, { spaceId, model }: VectorNamespace) {
  const [row] = await db
    .select()
    .from(vectorSpaces)
    .where(and(eq(vectorSpaces.spaceId, spaceId), eq(vectorSpaces.model, model)))
  return row ?? null
}
