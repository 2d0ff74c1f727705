import { eq } from 'drizzle-orm'
import type { SpaceId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { spaces } from '../db/schema/spaces.ts'

export async function mediaGenerationOf(db: Db, id: SpaceId): Promise<number | null> {
  const [row] = await db
    .select({ generation: spaces.mediaGeneration })
    .from(spaces)
    .where(eq(spaces.id, id))
  return row?.generation ?? null
}
