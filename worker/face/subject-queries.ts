import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { ExampleId, SpaceId, SubjectId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { examples, subjects } from '../db/schema/face.ts'

const columns = {
  id: subjects.id,
  name: subjects.name,
  createdAt: subjects.createdAt,
  examples: sql<number>`(select count(*) from examples where examples.subject_id = subjects.id)`,
}
export type SubjectRow = Awaited<ReturnType<typeof listSubjects>>[number]

export async function findSubject(db: Db, spaceId: SpaceId, id: SubjectId) {
  const [row] = await db
    .select(columns)
    .from(subjects)
    .where(and(eq(subjects.id, id), eq(subjects.spaceId, spaceId)))
  return row
}

/** By name, from after `cursor` on. */
export async function listSubjects(db: Db, spaceId: SpaceId, limit: number, cursor?: string) {
  return await db
    .select(columns)
    .from(subjects)
    .where(
      and(
        eq(subjects.spaceId, spaceId),
        cursor === undefined ? undefined : gt(subjects.name, cursor),
      ),
    )
    .orderBy(asc(subjects.name))
    .limit(limit)
}

/** Answers whether it did: not when another has the name. */
export async function renameSubjectTo(db: Db, spaceId: SpaceId, id: SubjectId, name: string) {
  const [rows] = await runBatch(db, [
    db.run(sql`update or ignore subjects set name = ${name}
      where id = ${id} and space_id = ${spaceId} returning id`),
  ])
  return rows?.length === 1
}

/** The first thousand of a subject, the oldest first. */
export async function examplesOf(db: Db, spaceId: SpaceId, subjectId: SubjectId) {
  return await db
    .select()
    .from(examples)
    .where(and(eq(examples.subjectId, subjectId), eq(examples.spaceId, spaceId)))
    .orderBy(asc(examples.change))
    .limit(1_000)
}

export async function findExample(db: Db, spaceId: SpaceId, id: ExampleId) {
  const [row] = await db
    .select({ id: examples.id })
    .from(examples)
    .where(and(eq(examples.id, id), eq(examples.spaceId, spaceId)))
  return row
}
