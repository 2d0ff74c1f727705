import { desc } from 'drizzle-orm'
import type { Drill, ReportDrill } from '#contracts/drills'
import type { Db } from '../db/client.ts'
import { drills } from '../db/schema/restores.ts'
import type { Deps } from '../deps.ts'

/** Notes how a rehearsal of a restore went. */
export async function recordDrill(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { snapshotAtMs: snapshotAt, ...drill }: ReportDrill,
): Promise<Drill> {
  const row = { ...drill, snapshotAt, at: now() }
  await db.insert(drills).values(row)
  return toDrill(row)
}

/** The rehearsal that was made last; null before the first. */
export async function lastDrill({ db }: Pick<Deps, 'db'>): Promise<Drill | null> {
  const row = await newestDrill(db)
  return row ? toDrill(row) : null
}

async function newestDrill(db: Db) {
  const [row] = await db.select().from(drills).orderBy(desc(drills.at)).limit(1)
  return row
}

function toDrill(row: Omit<typeof drills.$inferSelect, 'id'>): Drill {
  const { disk, at, snapshotAt, tookMs, rows, originals, wrong } = row
  const iso = (ms: number) => new Date(ms).toISOString()
  return { disk, at: iso(at), snapshotAt: iso(snapshotAt), tookMs, rows, originals, wrong }
}
