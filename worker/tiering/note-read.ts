import type { OriginalId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { noteRead } from './queries.ts'

const dayMs = 86_400_000

/** Somebody takes an original: what is wanted often stays in R2, or comes back to it. */
export async function noteOriginalRead(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { originalId }: { originalId: OriginalId },
  isFromHome: boolean,
): Promise<void> {
  await noteRead(db, originalId, { isFromHome, now: now(), dayMs })
}
