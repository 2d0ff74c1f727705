import { eq } from 'drizzle-orm'
import type { OriginalId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { originals } from '../db/schema/files.ts'

/** Whether a disk has a verified copy of an original. */
export async function isOnDisk(db: Db, id: OriginalId): Promise<boolean> {
  const [row] = await db
    .select({ places: originals.places })
    .from(originals)
    .where(eq(originals.id, id))
  return row?.places.split(',').some((place) => place !== '' && place !== 'r2') ?? false
}
