import type { FileId } from '#contracts/ids'
import { type LibraryFile, libraryPageFiles } from '#contracts/library'
import type { Deps } from '../deps.ts'
import { folderNames, libraryAfter, libraryOf } from './library-queries.ts'

/** A page of all files, for the manifest on disks. */
export async function readLibrary(
  deps: Pick<Deps, 'db'>,
  after: FileId | undefined,
): Promise<LibraryFile[]> {
  return await withFolders(deps, await libraryAfter(deps.db, after, libraryPageFiles))
}

/** Certain files; those that are in trash or gone are left out. */
export async function readLibraryFiles(
  deps: Pick<Deps, 'db'>,
  ids: FileId[],
): Promise<LibraryFile[]> {
  return await withFolders(deps, await libraryOf(deps.db, ids))
}

async function withFolders(
  { db }: Pick<Deps, 'db'>,
  rows: Awaited<ReturnType<typeof libraryOf>>,
): Promise<LibraryFile[]> {
  const idsOf = (path: string | null) => (path ?? '').split('/').filter((id) => id !== '')
  const wanted = [...new Set(rows.flatMap(({ folderPath }) => idsOf(folderPath)))]
  const known = wanted.length === 0 ? [] : await folderNames(db, wanted)
  const names = new Map<string, string>(known.map(({ id, name }) => [id, name]))
  return rows.map(({ folderPath, preview, ...row }) => ({
    ...row,
    folder: idsOf(folderPath).map((id) => names.get(id) ?? id),
    hasPreview: preview === 'ready',
  }))
}
