import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { DiskId, FileId, OriginalId } from '#contracts/ids'
import type { MissingOriginal } from '#contracts/restore'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { copies, files, originals } from '../db/schema/files.ts'
import { restores } from '../db/schema/restores.ts'

/** The restore that goes on now, if one does. */
export async function openRestore(db: Db) {
  const [row] = await db.select().from(restores).where(isNull(restores.endedAt)).limit(1)
  return row
}

/** Notes a restore, unless the vault has a user, or one goes on. Answers whether it did. */
export async function insertRestore(
  db: Db,
  { diskId, snapshotAt, now }: { diskId: DiskId; snapshotAt: number; now: number },
): Promise<boolean> {
  const [rows] = await runBatch(db, [
    db.run(sql`insert into restores (disk_id, snapshot_at, begun_at)
      select ${diskId}, ${snapshotAt}, ${now}
      where not exists (select 1 from users) and not exists (select 1 from audit)
        and not exists (select 1 from restores where ended_at is null)
      returning id`),
  ])
  return rows?.length === 1
}

const columnSchema = z.object({
  name: z.string(),
  type: z.string().transform((type) => type.toLowerCase()),
  notnull: z.number().transform((value) => value === 1),
  pk: z.number(),
})
export type Column = z.infer<typeof columnSchema>

/** The columns of a table, as the migrations made them. */
export async function columnsOf(db: Db, table: string): Promise<Column[]> {
  const rows = await db.all(sql`select name, type, "notnull", pk from pragma_table_info(${table})`)
  return columnSchema.array().parse(rows)
}

/** Kept originals without a verified copy in R2, from one id on, each with the name of one of its files. */
export async function originalsNotInR2(
  db: Db,
  after: OriginalId | undefined,
  limit: number,
): Promise<MissingOriginal[]> {
  const inR2 = sql`select 1 from ${copies} where ${copies.originalId} = ${originals.id}
    and ${copies.place} = 'r2' and ${copies.state} = 'verified'`
  return await db
    .select({
      id: originals.id,
      sha256: originals.sha256,
      sizeBytes: originals.sizeBytes,
      name: sql<string | null>`(select f.name from files f
        where f.original_id = originals.id limit 1)`,
    })
    .from(originals)
    .where(
      and(
        sql`${originals.id} > ${after ?? ''}`,
        isNull(originals.removedAt),
        sql`not exists (${inR2})`,
      ),
    )
    .orderBy(asc(originals.id))
    .limit(limit)
}

/** These originals, but those that were purged. */
export async function keptOriginals(db: Db, ids: OriginalId[]) {
  return await db
    .select({
      id: originals.id,
      spaceId: originals.spaceId,
      sha256: originals.sha256,
      sizeBytes: originals.sizeBytes,
    })
    .from(originals)
    .where(
      and(
        sql`${originals.id} in (select value from json_each(${JSON.stringify(ids)}))`,
        isNull(originals.removedAt),
      ),
    )
}

/** Notes that R2 holds these originals, and that their SHA-256 was checked there. */
export async function recordInR2(db: Db, ids: OriginalId[], now: number): Promise<void> {
  await runBatch(db, [
    db.run(sql`insert into copies (original_id, place, state, verified_at, created_at)
      select value, 'r2', 'verified', ${now}, ${now} from json_each(${JSON.stringify(ids)})
      where true on conflict (original_id, place)
      do update set state = 'verified', verified_at = excluded.verified_at`),
  ])
}

/** The copies of these originals on this disk count no more. */
export async function recordLost(db: Db, diskId: DiskId, ids: OriginalId[]): Promise<void> {
  await db
    .update(copies)
    .set({ state: 'bad', verifiedAt: null })
    .where(
      and(
        sql`${copies.originalId} in (select value from json_each(${JSON.stringify(ids)}))`,
        eq(copies.place, diskId),
      ),
    )
}

/** Files in the order of their ids, with what their work has to know. */
export async function filesAfter(db: Db, after: FileId | null, limit: number) {
  return await db
    .select({ id: files.id, preview: files.preview })
    .from(files)
    .where(sql`${files.id} > ${after ?? ''}`)
    .orderBy(asc(files.id))
    .limit(limit)
}
