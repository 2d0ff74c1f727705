import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { type ExampleId, type SpaceId, type SubjectId, subjectIdSchema } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { examples } from '../db/schema/face.ts'

const maxExamplesPerOrganization = 100_000
const pageRows = 1_000

/** The next examples after a change, in the order in which they came. */
export async function examplesSince(db: Db, spaceId: SpaceId, change: number) {
  return await db
    .select({
      id: examples.id,
      subjectId: examples.subjectId,
      change: examples.change,
      embedder: examples.embedder,
      sealedDescriptor: examples.sealedDescriptor,
    })
    .from(examples)
    .where(and(eq(examples.spaceId, spaceId), gt(examples.change, change)))
    .orderBy(asc(examples.change))
    .limit(pageRows)
}

/** The same with all that is kept of them. */
export async function exampleRowsSince(db: Db, spaceId: SpaceId, change: number) {
  return await db
    .select()
    .from(examples)
    .where(and(eq(examples.spaceId, spaceId), gt(examples.change, change)))
    .orderBy(asc(examples.change))
    .limit(pageRows)
}

export interface NewExample {
  id: ExampleId
  spaceId: SpaceId
  /** For the subject, if there is none of this name yet. */
  subjectId: SubjectId
  name: string
  detector: string
  embedder: string
  sealedDescriptor: Buffer
  qualityPercent: number
  cropBytes: number
  now: number
}

/**
 * Keeps an example, and its subject where the name is new; answers the subject's id, or null when consent was withdrawn meanwhile,
 * the organization erased, or full.
 */
export async function insertExample(db: Db, row: NewExample): Promise<SubjectId | null> {
  const { id, spaceId, name, now } = row
  const mayKeep = sql`exists (select 1 from consents
      where space_id = ${spaceId} and withdrawn_at is null)
    and exists (select 1 from organizations
      where space_id = ${spaceId} and changes - removals < ${maxExamplesPerOrganization})`
  const results = await runBatch(db, [
    // One row of values, left out when its id is null: see insertSpace.
    db.run(sql`insert or ignore into subjects (id, space_id, name, created_at)
      values (case when ${mayKeep} then ${row.subjectId} end, ${spaceId}, ${name}, ${now})`),
    db.run(sql`update organizations set changes = changes + 1 where space_id = ${spaceId}`),
    db.run(sql`insert or ignore into examples (id, space_id, subject_id, change, detector, embedder,
        sealed_descriptor, quality_percent, crop_bytes, created_at)
      values (case when ${mayKeep} then ${id} end, ${spaceId},
        (select id from subjects where space_id = ${spaceId} and name = ${name}),
        (select changes from organizations where space_id = ${spaceId}), ${row.detector},
        ${row.embedder}, ${row.sealedDescriptor}, ${row.qualityPercent}, ${row.cropBytes}, ${now})
      returning subject_id as subjectId`),
  ])
  const kept = results[2]?.[0]
  return kept ? subjectIdSchema.parse(kept.subjectId) : null
}
