import type { FileId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { keysOfFiles } from './queries.ts'

/** Where in R2 everything that was made of these files lies: to be removed with them. */
export async function transformKeysOf(
  deps: Pick<Deps, 'db'>,
  fileIds: FileId[],
): Promise<string[]> {
  return await keysOfFiles(deps.db, fileIds)
}
