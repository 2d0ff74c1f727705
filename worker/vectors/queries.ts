import { and, eq, gte, sql } from 'drizzle-orm'
import { z } from 'zod'
import { fileKindSchema } from '#contracts/files'
import { type FileId, fileIdSchema, folderIdSchema, type SpaceId } from '#contracts/ids'
import type { VectorNamespace } from '#contracts/vectors'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { embeddings, vectorSpaces } from '../db/schema/embeddings.ts'
import type { QuantisedVector } from './quantise.ts'
import type { IndexedFile } from './vector-table.ts'

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

/** The vectors of one part of the index lie in these positions, the last not among them. */
export interface Positions {
  from: number
  to: number
}

/** Files that one page of changes names; films have some rows each. */
export const changesPageFiles = 1_000

const changedRowSchema = z.object({
  file_id: fileIdSchema,
  change: z.int(),
  /** Null: the file is purged or in trash, and not to be found. */
  kind: fileKindSchema.nullable(),
  folder_id: folderIdSchema.nullable(),
  scale: z.number().nullable(),
  vector: z.string().nullable(),
})
const pageRows = z.tuple([z.array(z.object({ changes: z.int() })), z.array(changedRowSchema)])

export interface ChangedFile {
  fileId: FileId
  /** Null: not to be found any more. */
  indexed: IndexedFile | null
}

/**
 * The files whose vectors changed after `after`, the oldest change first, with all that an index wants
 * to know. `upTo` is where to go on from; `isLast` says that D1 had nothing more. Blobs come as hex:
 * D1 would send them as lists of numbers, which take four times as long to read.
 */
export async function vectorChanges(
  db: Db,
  { spaceId, model }: VectorNamespace,
  after: number,
  positions: Positions,
): Promise<{ files: ChangedFile[]; upTo: number; isLast: boolean }> {
  const results = await runBatch(db, [
    db.run(sql`select changes from vector_spaces where space_id = ${spaceId} and model = ${model}`),
    db.run(sql`select touched_id as file_id, change, files.kind, files.folder_id,
        embeddings.scale, hex(embeddings.vector) as vector
      from (select file_id as touched_id, change from vector_files
        where space_id = ${spaceId} and model = ${model} and change > ${after}
          and position >= ${positions.from} and position < ${positions.to}
        order by change limit ${changesPageFiles})
      left join files on files.id = touched_id and files.trashed_at is null
      left join embeddings on embeddings.file_id = files.id and embeddings.model = ${model}
      order by change, embeddings.frame`),
  ])
  const [[space], rows] = pageRows.parse(results)
  const byFile = Map.groupBy(rows, (row) => row.file_id)
  const isLast = byFile.size < changesPageFiles
  return {
    files: [...byFile].map(([fileId, frames]) => ({ fileId, indexed: toIndexedFile(frames) })),
    // The last change of all may be of another part: whoever is there has missed nothing either.
    upTo: isLast ? (space?.changes ?? 0) : Math.max(...rows.map((row) => row.change)),
    isLast,
  }
}

function toIndexedFile(rows: z.infer<typeof changedRowSchema>[]): IndexedFile | null {
  const [first] = rows
  if (!first?.kind) return null
  const frames = rows.flatMap(({ scale, vector }) => {
    if (scale === null || vector === null) return []
    return [{ values: new Int8Array(Uint8Array.from(Buffer.from(vector, 'hex')).buffer), scale }]
  })
  if (frames.length === 0) return null
  return { fileId: first.file_id, kind: first.kind, folderId: first.folder_id, frames }
}
