import { makeZip } from 'client-zip'
import type { FileId, SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { readWritings } from '../mirror/read-writings.ts'
import { originalKey } from '../originals/keys.ts'
import { entryNames } from './entry-names.ts'
import { folderPaths } from './folder-paths.ts'
import { type ExportedFile, selectAlbumsOf, selectFilesToExport, selectFolders } from './queries.ts'

type Context = Pick<Deps, 'db' | 'originals' | 'homeOriginals' | 'now' | 'log'>

/**
 * A zip of all originals of a space, byte for byte, in the folders in which they lie, those in trash
 * in a folder of their own, and `files.json` about them as its last entry: what people wrote, tags by
 * hand and albums. It streams: one original is open at a time. An original that cannot be had now is
 * left out and `files.json` says so, for the zip has begun by then.
 */
export function makeExport(deps: Context, spaceId: SpaceId): ReadableStream<Uint8Array> {
  return makeZip(entries(deps, spaceId))
}

async function* entries(deps: Context, spaceId: SpaceId) {
  const folders = folderPaths(await selectFolders(deps.db, spaceId))
  // Nothing is called as a folder is: it could not be unpacked beside it.
  const taken = [...folders.values()].map((path) => path.replace(/\/$/, ''))
  const nameFor = entryNames(['files.json', 'Trash', ...taken])
  const listing: string[] = []
  for await (const page of pagesOf(deps, spaceId)) {
    const said = await whatIsSaid(deps, page)
    for (const file of page) {
      const within = folders.get(file.folderId ?? '') ?? ''
      const path = nameFor(file.trashedAt === null ? within : 'Trash/', file.name)
      const body = await openOriginal(deps, spaceId, file)
      listing.push(describe(file, body ? path : null, said(file.id)))
      if (!body) continue
      yield {
        name: path,
        input: body,
        size: file.sizeBytes,
        lastModified: new Date(file.createdAt),
      }
    }
  }
  const text = `[${listing.length > 0 ? `\n${listing.join(',\n')}\n` : ''}]\n`
  yield { name: 'files.json', input: text, lastModified: new Date(deps.now()) }
}

async function* pagesOf(deps: Pick<Deps, 'db'>, spaceId: SpaceId): AsyncGenerator<ExportedFile[]> {
  for (const trashed of [false, true]) {
    let last: ExportedFile | null = null
    do {
      const page: ExportedFile[] = await selectFilesToExport(deps.db, spaceId, { trashed, last })
      yield page
      last = page.at(-1) ?? null
    } while (last !== null)
  }
}

/** What people said of the files of a page: their own words, tags by hand, albums. */
async function whatIsSaid(deps: Pick<Deps, 'db'>, page: ExportedFile[]) {
  const ids = page.map(({ id }) => id)
  if (ids.length === 0) return () => ({})
  const [{ files }, albums] = await Promise.all([
    readWritings(deps, ids),
    selectAlbumsOf(deps.db, ids),
  ])
  const written = new Map(files.map(({ fileId, edited, tags }) => [fileId, { edited, tags }]))
  const albumsOf = Map.groupBy(albums, ({ fileId }) => fileId)
  return (id: FileId) => ({
    written: written.get(id)?.edited ?? {},
    tags: written.get(id)?.tags ?? [],
    albums: (albumsOf.get(id) ?? []).map(({ album }) => album),
  })
}

/** Null when neither R2 nor a home disk can give it now. */
async function openOriginal(deps: Context, spaceId: SpaceId, file: ExportedFile) {
  try {
    const opened =
      (await deps.originals.open(originalKey(spaceId, file.originalId))) ??
      (await deps.homeOriginals.open(file.sha256))
    return opened?.body ?? null
  } catch (error) {
    deps.log.error('export.original_missing', error, { fileId: file.id })
    return null
  }
}

/** One line of `files.json`. `path` null: its original could not be had. */
function describe(file: ExportedFile, path: string | null, said: object): string {
  return JSON.stringify({
    path,
    name: file.name,
    sha256: file.sha256,
    sizeBytes: file.sizeBytes,
    takenAt: file.takenAt,
    createdAt: new Date(file.createdAt).toISOString(),
    trashedAt: file.trashedAt === null ? null : new Date(file.trashedAt).toISOString(),
    ...said,
  })
}
