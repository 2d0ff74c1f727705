import { and, eq, gte, isNotNull, lte, sql } from 'drizzle-orm'
import type { FileId, SpaceId } from '#contracts/ids'
import type { VectorIndexKind, VectorNamespace } from '#contracts/vectors'
import type { Db } from '../db/client.ts'
import { embeddings, vectorFiles, vectorSpaces } from '../db/schema/embeddings.ts'
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
export async function findVectorSpace(db: Db, namespace: VectorNamespace) {
  const [row] = await db.select().from(vectorSpaces).where(isNamespace(namespace))
  return row ?? null
}

const spacesPerSweep = 20

/** Some namespaces of which the index has not followed every change. */
export async function namespacesBehind(db: Db): Promise<VectorNamespace[]> {
  return await db
    .select({ spaceId: vectorSpaces.spaceId, model: vectorSpaces.model })
    .from(vectorSpaces)
    // The index knows by its condition who is behind; the comparison makes it be searched.
    .where(and(sql`space_id > ''`, sql`followed < changes`))
    .limit(spacesPerSweep)
}

/** Says how far an index is; never back, unless it is another one. */
export async function markFollowed(
  db: Db,
  namespace: VectorNamespace,
  follower: VectorIndexKind,
  change: number,
): Promise<void> {
  await db
    .update(vectorSpaces)
    .set({ followed: change, follower })
    .where(and(isNamespace(namespace), sql`(follower is not ${follower} or followed < ${change})`))
}

/** The index begins anew with this namespace. */
export async function unfollow(db: Db, namespace: VectorNamespace): Promise<void> {
  await db.update(vectorSpaces).set({ followed: 0, follower: null }).where(isNamespace(namespace))
}

/** Some namespaces with files that were purged until then. */
export async function namespacesWithGone(db: Db, until: number): Promise<VectorNamespace[]> {
  const rows = await db
    .select({ spaceId: vectorFiles.spaceId, model: vectorFiles.model })
    .from(vectorFiles)
    .where(and(isNotNull(vectorFiles.goneAt), lte(vectorFiles.goneAt, until)))
    .limit(1_000)
  const distinct = new Map(rows.map((row) => [`${row.spaceId}/${row.model}`, row]))
  return [...distinct.values()].slice(0, spacesPerSweep)
}

/** Forgets purged files that the index has followed up to this change. */
export async function forgetGone(
  db: Db,
  { spaceId, model }: VectorNamespace,
  change: number,
  until: number,
): Promise<void> {
  await db
    .delete(vectorFiles)
    .where(
      and(
        eq(vectorFiles.spaceId, spaceId),
        eq(vectorFiles.model, model),
        lte(vectorFiles.change, change),
        lte(vectorFiles.goneAt, until),
      ),
    )
}

const hasNoFiles = sql`not exists (select 1 from vector_files
  where vector_files.space_id = vector_spaces.space_id
    and vector_files.model = vector_spaces.model)`

export async function isEmptyNamespace(db: Db, namespace: VectorNamespace): Promise<boolean> {
  const rows = await db
    .select({ model: vectorSpaces.model })
    .from(vectorSpaces)
    .where(and(isNamespace(namespace), hasNoFiles))
  return rows.length > 0
}

export async function removeEmptyNamespace(db: Db, namespace: VectorNamespace): Promise<void> {
  await db.delete(vectorSpaces).where(and(isNamespace(namespace), hasNoFiles))
}

function isNamespace({ spaceId, model }: VectorNamespace) {
  return and(eq(vectorSpaces.spaceId, spaceId), eq(vectorSpaces.model, model))
}
