import type { FileWork } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { unfinishedWork as selectUnfinishedWork } from './queries.ts'

/** What each of these files still waits for, by file; files with nothing to wait for are not in it. */
export async function unfinishedWork(
  deps: Pick<Deps, 'db'>,
  fileIds: FileId[],
): Promise<Map<FileId, FileWork[]>> {
  const work = new Map<FileId, FileWork[]>()
  for (const { fileId, ...item } of await selectUnfinishedWork(deps.db, fileIds)) {
    if (fileId === null) continue
    const items = work.get(fileId) ?? []
    items.push(item)
    work.set(fileId, items)
  }
  return work
}
