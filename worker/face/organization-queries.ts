import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { SpaceId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { organizations, subjects } from '../db/schema/face.ts'
import { spaces } from '../db/schema/spaces.ts'

/** What every call has to know of its organization: one row. */
export interface OrganizationRow {
  spaceId: SpaceId
  name: string
  sealedKey: string
  retentionDays: number | null
  changes: number
  removals: number
  keyGeneration: number
  createdAt: number
  isConsented: boolean
}

const columns = {
  spaceId: organizations.spaceId,
  name: organizations.name,
  sealedKey: organizations.sealedKey,
  retentionDays: organizations.retentionDays,
  changes: organizations.changes,
  removals: organizations.removals,
  keyGeneration: organizations.keyGeneration,
  createdAt: organizations.createdAt,
  isConsented: sql<boolean>`exists (select 1 from consents
    where consents.space_id = organizations.space_id and consents.withdrawn_at is null)`.mapWith(
    Boolean,
  ),
}

/** By its id, or by its name in any case. None whose space is in trash. */
export async function findOrganization(db: Db, ref: string): Promise<OrganizationRow | undefined> {
  const isIt = ref.startsWith('spc_')
    ? sql`${organizations.spaceId} = ${ref}`
    : eq(organizations.nameFolded, ref.toLowerCase())
  const [row] = await db
    .select(columns)
    .from(organizations)
    .innerJoin(spaces, eq(spaces.id, organizations.spaceId))
    .where(and(isIt, isNull(spaces.trashedAt)))
  return row
}

/** Those of these spaces that are organizations, the oldest first. */
export async function listOrganizations(db: Db, spaceIds: SpaceId[]): Promise<OrganizationRow[]> {
  return await db
    .select(columns)
    .from(organizations)
    .where(
      sql`${organizations.spaceId} in (select value from json_each(${JSON.stringify(spaceIds)}))`,
    )
    .orderBy(asc(organizations.spaceId))
}

/** Makes what the face API needs of a space, unless the name is taken; answers whether it did. */
export async function insertOrganization(
  db: Db,
  row: { spaceId: SpaceId; name: string; sealedKey: string; createdAt: number },
): Promise<boolean> {
  const [rows] = await runBatch(db, [
    db.run(sql`insert or ignore into organizations
        (space_id, name, name_folded, sealed_key, created_at)
      values (${row.spaceId}, ${row.name}, ${row.name.toLowerCase()}, ${row.sealedKey},
        ${row.createdAt})
      returning space_id`),
  ])
  return rows?.length === 1
}

export async function setRetention(db: Db, spaceId: SpaceId, retentionDays: number | null) {
  await db.update(organizations).set({ retentionDays }).where(eq(organizations.spaceId, spaceId))
}

/** How many subjects and examples there are. */
export async function countFaces(db: Db, spaceId: SpaceId) {
  const [row] = await db
    .select({
      subjects: sql<number>`(select count(*) from subjects where space_id = ${spaceId})`,
      examples: sql<number>`(select count(*) from examples where space_id = ${spaceId})`,
    })
    .from(organizations)
    .where(eq(organizations.spaceId, spaceId))
  return row ?? { subjects: 0, examples: 0 }
}

/** Names of subjects by id, of this organization only: an index may tell what is gone by now. */
export async function namesOfSubjects(db: Db, spaceId: SpaceId, ids: string[]) {
  return await db
    .select({ id: subjects.id, name: subjects.name })
    .from(subjects)
    .where(
      and(
        sql`${subjects.id} in (select value from json_each(${JSON.stringify(ids)}))`,
        eq(subjects.spaceId, spaceId),
      ),
    )
}
