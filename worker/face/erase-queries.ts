import { and, asc, eq, isNotNull, lt, lte, sql } from 'drizzle-orm'
import type { ErasureId, ExampleId, SpaceId, SubjectId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { erasures, examples, organizations, subjects } from '../db/schema/face.ts'
import { spaces } from '../db/schema/spaces.ts'

/** How many examples one statement removes. */
export const erasedPerStatement = 2_000

/** The next examples of a subject. */
export async function exampleIdsOf(db: Db, subjectId: SubjectId): Promise<ExampleId[]> {
  const rows = await db
    .select({ id: examples.id })
    .from(examples)
    .where(eq(examples.subjectId, subjectId))
    .orderBy(asc(examples.change))
    .limit(erasedPerStatement)
  return rows.map(({ id }) => id)
}

/** The next examples of an organization, the oldest first; only those from before a time, if it is said. */
export async function oldestExampleIds(db: Db, spaceId: SpaceId, before: number | null) {
  const rows = await db
    .select({ id: examples.id })
    .from(examples)
    .where(
      and(
        eq(examples.spaceId, spaceId),
        before === null ? undefined : lt(examples.createdAt, before),
      ),
    )
    .orderBy(asc(examples.createdAt))
    .limit(erasedPerStatement)
  return rows.map(({ id }) => id)
}

/** Removes examples, and tells every index that it has to read again. Answers how many there were. */
export async function deleteExamples(db: Db, spaceId: SpaceId, ids: ExampleId[]): Promise<number> {
  const [rows] = await runBatch(db, [
    db.run(sql`delete from examples where space_id = ${spaceId}
      and id in (select value from json_each(${JSON.stringify(ids)})) returning id`),
    db.run(sql`update organizations set removals = removals + ${ids.length}
      where space_id = ${spaceId}`),
  ])
  return rows?.length ?? 0
}

export async function deleteSubject(db: Db, spaceId: SpaceId, id: SubjectId): Promise<boolean> {
  const rows = await db
    .delete(subjects)
    .where(and(eq(subjects.id, id), eq(subjects.spaceId, spaceId)))
    .returning({ id: subjects.id })
  return rows.length === 1
}

/** Removes some subjects of whom nothing is known any more; answers how many. */
export async function deleteEmptySubjects(db: Db, spaceId: SpaceId): Promise<number> {
  const [rows] = await runBatch(db, [
    db.run(sql`delete from subjects where id in (
      select id from subjects where space_id = ${spaceId}
        and not exists (select 1 from examples where subject_id = subjects.id)
      limit ${erasedPerStatement}) returning id`),
  ])
  return rows?.length ?? 0
}

/** Removes the key and the name of an organization. */
export async function deleteOrganization(db: Db, spaceId: SpaceId) {
  await db.delete(organizations).where(eq(organizations.spaceId, spaceId))
}

export async function insertErasure(
  db: Db,
  row: {
    id: ErasureId
    spaceId: SpaceId
    subjectId: SubjectId | null
    receipt: string
    createdAt: number
  },
) {
  await db.insert(erasures).values(row)
}

/** The newest hundred. */
export async function listErasures(db: Db, spaceId: SpaceId) {
  return await db
    .select({ id: erasures.id, receipt: erasures.receipt })
    .from(erasures)
    .where(eq(erasures.spaceId, spaceId))
    .orderBy(sql`${erasures.createdAt} desc`)
    .limit(100)
}

/** Organizations that keep examples for a number of days only. */
export async function organizationsWithRetention(db: Db) {
  return await db
    .select({ spaceId: organizations.spaceId, retentionDays: organizations.retentionDays })
    .from(organizations)
    // There are few organizations, and this asks for all of them.
    .where(and(isNotNull(organizations.retentionDays), sql`${organizations.spaceId} > 'spc_'`))
}

/** Organizations whose space is in trash since then. */
export async function organizationsInTrash(db: Db, until: number): Promise<SpaceId[]> {
  const rows = await db
    .select({ spaceId: organizations.spaceId })
    .from(spaces)
    .innerJoin(organizations, eq(organizations.spaceId, spaces.id))
    .where(and(isNotNull(spaces.trashedAt), lte(spaces.trashedAt, until)))
    .limit(5)
  return rows.map(({ spaceId }) => spaceId)
}
