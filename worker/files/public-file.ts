import type { PublicId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { findPublic, type PublicFileRow } from './public-queries.ts'

export type PublicFile = PublicFileRow

/** What a public address shows to everybody; nothing when it is none, or none any more. */
export async function findPublicFile(
  deps: Pick<Deps, 'db'>,
  id: PublicId,
): Promise<PublicFile | undefined> {
  return await findPublic(deps.db, id)
}
