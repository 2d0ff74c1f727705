import { z } from 'zod'

/*
 * A snapshot holds the tables of the vault. It is read page by page by the home node, which cannot read
 * what is in it: the Worker seals each page for the recovery key.
 *
 * | route | answer |
 * |---|---|
 * | GET /api/home/snapshot | `snapshotHeadSchema`; 501 `capability_missing` where there is no recovery key |
 * | GET /api/home/snapshot/{table}?after=N | a page: age (age-encryption.org/v1) around gzip around JSON lines, one row each, with the headers below |
 *
 * A row is an object of its columns; bytes in it are `{"base64": "…"}`. The table `vault` is none of the
 * database's: its one row has what the others cannot be read without.
 */
export const snapshotHeaders = { rows: 'X-Snapshot-Rows', next: 'X-Snapshot-Next' } as const

export const tableNameSchema = z.string().regex(/^[a-z_]{1,60}$/)

export const snapshotHeadSchema = z.object({
  format: z.literal(1),
  /** The public half of the recovery key: `age1…`. */
  recipient: z.string().startsWith('age1').max(100),
  /** The last change of the feed before the first page is read. */
  lastSeq: z.int().nonnegative(),
  /** In the order in which they are to be read: what refers to others first. */
  tables: z.array(tableNameSchema),
})
export type SnapshotHead = z.infer<typeof snapshotHeadSchema>

export const snapshotPageQuerySchema = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
})

/** The one row of `vault`. */
export const vaultRowSchema = z.object({
  format: z.literal(1),
  atMs: z.int(),
  /** Passwords, second factors and invite codes are bound to it; base64url. */
  passwordPepper: z.string(),
})
