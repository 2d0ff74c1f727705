import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { fileKindSchema } from '#contracts/files'
import { type FileId, fileIdSchema, folderIdSchema } from '#contracts/ids'
import type { VectorNamespace } from '#contracts/vectors'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import type { IndexedFile } from './vector-table.ts'

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
const freshRows = z.tuple([z.array(changedRowSchema), z.array(changedRowSchema)])
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
  namespace: VectorNamespace,
  after: number,
  positions: Positions = { from: 0, to: Number.MAX_SAFE_INTEGER },
): Promise<{ files: ChangedFile[]; upTo: number; isLast: boolean }> {
  const { spaceId, model } = namespace
  const touched = sql`select file_id as touched_id, change from vector_files
    where space_id = ${spaceId} and model = ${model} and change > ${after}
      and position >= ${positions.from} and position < ${positions.to}
    order by change limit ${changesPageFiles}`
  const results = await runBatch(db, [
    db.run(sql`select changes from vector_spaces where space_id = ${spaceId} and model = ${model}`),
    vectorsOf(db, model, touched),
  ])
  const [[space], rows] = pageRows.parse(results)
  const files = toChangedFiles(rows)
  const isLast = files.length < changesPageFiles
  return {
    files,
    // The last change of all may be of another part: whoever is there has missed nothing either.
    upTo: isLast ? (space?.changes ?? 0) : Math.max(...rows.map((row) => row.change)),
    isLast,
  }
}

/**
 * Files that an index elsewhere may not know yet: what it was not told, after change `followed`, and
 * what it was told since `sinceMs` and may not show yet. Of each the newest, at most a page.
 */
export async function freshVectors(
  db: Db,
  { spaceId, model }: VectorNamespace,
  { followed, sinceMs }: { followed: number; sinceMs: number },
): Promise<ChangedFile[]> {
  const isHere = sql`space_id = ${spaceId} and model = ${model}`
  const results = await runBatch(
    db,
    [
      sql`select file_id as touched_id, change from vector_files
        where ${isHere} and change > ${followed} order by change desc limit ${changesPageFiles}`,
      sql`select file_id as touched_id, change from vector_files
        where ${isHere} and changed_at >= ${sinceMs}
        order by changed_at desc limit ${changesPageFiles}`,
    ].map((touched) => vectorsOf(db, model, touched)),
  )
  const [untold, told] = freshRows.parse(results)
  return [...toChangedFiles(untold), ...toChangedFiles(told)]
}

function vectorsOf(db: Db, model: string, touched: SQL) {
  return db.run(sql`select touched_id as file_id, change, files.kind, files.folder_id,
      embeddings.scale, hex(embeddings.vector) as vector
    from (${touched})
    left join files on files.id = touched_id and files.trashed_at is null
    left join embeddings on embeddings.file_id = files.id and embeddings.model = ${model}
    order by change, embeddings.frame`)
}

function toChangedFiles(rows: z.infer<typeof changedRowSchema>[]): ChangedFile[] {
  return [...Map.groupBy(rows, (row) => row.file_id)].map(([fileId, frames]) => {
    return { fileId, indexed: toIndexedFile(frames) }
  })
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
