import { z } from 'zod'
import { diskIdSchema, fileIdSchema, originalIdSchema, sha256Schema } from './ids.ts'
import { tableNameSchema } from './snapshots.ts'

/*
 * The way back: an empty vault is rebuilt from the snapshot and the originals of one disk. All of it is
 * for the operator, refused while the vault holds anything else, and may be repeated at any point.
 *
 * | route | body | answer |
 * |---|---|---|
 * | POST /api/restore | `beginRestoreSchema` | `restorePlanSchema`; 409 where the vault is not empty, or has another pepper |
 * | POST /api/restore/rows | `restoreRowsSchema`, at most 1 MB | `restoredRowsSchema` |
 * | GET /api/restore/originals?after= | | `missingOriginalsSchema` |
 * | POST /api/restore/originals | frames (frames.ts) of `restoredOriginalSchema`, 24 MB at most | `storedOriginalsSchema` |
 * | PUT /api/restore/originals/{id} | one original of any size | 204 |
 * | POST /api/restore/lost | `lostOriginalsSchema` | 204 |
 * | POST /api/restore/finish | `finishRestoreSchema` | `finishedRestoreSchema`, until `next` is null |
 */
export const restoreBatchMaxBytes = 24_000_000

export const beginRestoreSchema = z.strictObject({
  diskId: diskIdSchema,
  snapshotAtMs: z.int(),
  /** SHA-256 of the pepper's base64url text, in hex: passwords hold under no other. */
  pepperSha256: sha256Schema,
})

/** What is to be written, in this order. */
export const restoreStepSchema = z.object({
  table: tableNameSchema,
  /** A column by whose length the rows are to be sorted first: parents before children. */
  sortBy: z.string().nullable(),
  /** Only this column, of rows that were written before. */
  only: z.string().nullable(),
})
export type RestoreStep = z.infer<typeof restoreStepSchema>

export const restorePlanSchema = z.object({
  /** It was begun before, from the same snapshot. */
  isResumed: z.boolean(),
  steps: z.array(restoreStepSchema),
})

/** As snapshots hold rows: bytes are `{"base64": "…"}`. */
export const snapshotRowSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.null(), z.strictObject({ base64: z.base64() })]),
)
export type SnapshotRow = z.infer<typeof snapshotRowSchema>

export const restoreRowsSchema = z.strictObject({
  table: tableNameSchema,
  only: z.string().nullable(),
  rows: z.array(snapshotRowSchema).min(1).max(1_000),
})

export const restoredRowsSchema = z.object({
  /** Rows that refer to something that the snapshot does not hold: it was removed while it was read. */
  orphans: z.int().nonnegative(),
})

/** Kept originals that R2 does not hold yet, in the order of their ids. */
export const missingOriginalsSchema = z.object({
  originals: z.array(
    z.object({
      id: originalIdSchema,
      sha256: sha256Schema,
      sizeBytes: z.int().nonnegative(),
      /** Of one of its files. */
      name: z.string().nullable(),
    }),
  ),
})
export type MissingOriginal = z.infer<typeof missingOriginalsSchema>['originals'][number]
export const missingOriginalsQuerySchema = z.object({ after: originalIdSchema.optional() })

export const restoredOriginalSchema = z.object({
  originalId: originalIdSchema,
  sizeBytes: z.int().nonnegative(),
})
export const storedOriginalsSchema = z.object({
  stored: z.int().nonnegative(),
  /** Their bytes are not what the snapshot says; nothing was stored of them. */
  refused: z.array(originalIdSchema),
})

/** The disk does not have them, or has other bytes: its copies count no more. */
export const lostOriginalsSchema = z.strictObject({
  originalIds: z.array(originalIdSchema).min(1).max(500),
})

export const finishRestoreSchema = z.strictObject({ after: fileIdSchema.nullable() })
export const finishedRestoreSchema = z.object({ next: fileIdSchema.nullable() })
