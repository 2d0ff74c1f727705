import { and, asc, isNull, sql } from 'drizzle-orm'
import type { SpaceId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { copyPatterns } from '../db/schema/files.ts'
import { disks, homeNodes } from '../db/schema/home-nodes.ts'

/**
 * Originals by the places where they have a verified copy and by what is wanted, in these spaces, or in all of the vault; and
 * the disks. As many rows as there are combinations of places, however many originals. All of the vault
 * reads them of every space: for a person who asks.
 */
export async function patternsAndDisks(db: Db, spaceIds: SpaceId[] | null) {
  const [patterns, allDisks] = await db.batch([
    db
      .select({
        places: copyPatterns.places,
        wants: copyPatterns.wants,
        originals: sql<number>`sum(${copyPatterns.originals})`,
        bytes: sql<number>`sum(${copyPatterns.bytes})`,
      })
      .from(copyPatterns)
      .where(
        spaceIds === null
          ? undefined
          : sql`${copyPatterns.spaceId} in (select value from json_each(${JSON.stringify(spaceIds)}))`,
      )
      .groupBy(copyPatterns.places, copyPatterns.wants),
    db.select().from(disks).orderBy(asc(disks.name), asc(disks.id)),
  ])
  return { patterns, disks: allDisks }
}

/** The home nodes that may still act, with what each said of its mirror last. */
export async function homeNodesOf(db: Db) {
  return await db
    .select({
      id: homeNodes.id,
      name: homeNodes.name,
      lastSeenAt: homeNodes.lastSeenAt,
      report: homeNodes.report,
    })
    .from(homeNodes)
    .where(isNull(homeNodes.revokedAt))
    .orderBy(asc(homeNodes.name), asc(homeNodes.id))
}

/** What it heard of until then may leave its disks. Answers whether there is such a home node. */
export async function allowRemovalsUntil(db: Db, id: string, untilMs: number): Promise<boolean> {
  const rows = await db
    .update(homeNodes)
    .set({ removalsAllowedUntil: untilMs })
    .where(and(sql`${homeNodes.id} = ${id}`, isNull(homeNodes.revokedAt)))
    .returning({ id: homeNodes.id })
  return rows.length > 0
}
