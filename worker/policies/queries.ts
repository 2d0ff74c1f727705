import { asc, eq, sql } from 'drizzle-orm'
import type { FolderId, SpaceId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { folders } from '../db/schema/folders.ts'
import { disks } from '../db/schema/home-nodes.ts'
import { copyPolicies } from '../db/schema/policies.ts'

type PolicyRow = typeof copyPolicies.$inferInsert

/** The policies of a space and its living folders, the space's own first; and the disks. */
export async function policiesOf(db: Db, spaceId: SpaceId) {
  const [policies, allDisks] = await db.batch([
    db
      .select({
        scope: copyPolicies.scope,
        folderId: copyPolicies.folderId,
        copies: copyPolicies.copies,
        cloud: copyPolicies.cloud,
        disks: copyPolicies.disks,
        name: folders.name,
        path: folders.path,
        trashedAt: folders.trashedAt,
      })
      .from(copyPolicies)
      .leftJoin(folders, eq(folders.id, copyPolicies.folderId))
      .where(eq(copyPolicies.spaceId, spaceId)),
    db.select({ id: disks.id, name: disks.name }).from(disks).orderBy(asc(disks.name)),
  ])
  return { policies, disks: allDisks }
}

/** Triggers write what follows to the originals meant, and to the change feed, in the same step. */
export async function putPolicy(db: Db, row: PolicyRow): Promise<void> {
  const { copies, cloud, disks: diskIds, updatedBy, updatedAt } = row
  await db
    .insert(copyPolicies)
    .values(row)
    .onConflictDoUpdate({
      target: copyPolicies.scope,
      set: { copies, cloud, disks: diskIds, updatedBy, updatedAt },
    })
}

export async function dropPolicy(db: Db, scope: FolderId | SpaceId): Promise<void> {
  await db.delete(copyPolicies).where(eq(copyPolicies.scope, scope))
}

/** How many of these disks there are. */
export async function countDisks(db: Db, ids: string[]): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)` })
    .from(disks)
    .where(sql`${disks.id} in (select value from json_each(${JSON.stringify(ids)}))`)
  return row?.n ?? 0
}
