import type { FileId, SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { findFile as selectFile } from './queries.ts'

/** A file of one of these spaces, with what is known of its original. */
export async function findFile(deps: Pick<Deps, 'db'>, spaceIds: SpaceId[], id: FileId) {
  return await selectFile(deps.db, spaceIds, id)
}
