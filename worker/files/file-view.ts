import { type FileView, type FileWork, fileViewSchema } from '#contracts/files'
import type { SpaceId } from '#contracts/ids'
import type { RenditionName } from '#contracts/renditions'
import type { Deps } from '../deps.ts'
import { unfinishedWork } from '../jobs/unfinished-work.ts'
import { currentGeneration } from '../media/generation.ts'
import { mediaExpiry, signMediaPath } from '../media/media-url.ts'
import type { FileRow } from './queries.ts'

/**
 * Turns rows into what the library shows, signed for `host`: one more query for the work of all of
 * them, and none per picture.
 */
export async function toFileViews(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  rows: FileRow[],
  host: string,
): Promise<FileView[]> {
  const work = await unfinishedWork(
    deps,
    rows.map((row) => row.id),
  )
  const generations = new Map<SpaceId, number>()
  for (const spaceId of new Set(rows.map((row) => row.spaceId))) {
    generations.set(spaceId, (await currentGeneration(deps, spaceId)) ?? 0)
  }
  const expiresAtSeconds = mediaExpiry(deps.now())
  return rows.map((row) => {
    const sign = (rendition: RenditionName) =>
      row.preview === 'ready'
        ? signMediaPath(deps.config.mediaKeys, host, {
            spaceId: row.spaceId,
            fileId: row.id,
            rendition,
            generation: generations.get(row.spaceId) ?? 0,
            expiresAtSeconds,
          })
        : null
    return toFileView(row, work.get(row.id) ?? [], { thumb: sign('320'), large: sign('1600') })
  })
}

function toFileView(
  row: FileRow,
  work: FileWork[],
  urls: { thumb: string | null; large: string | null },
): FileView {
  const { originalId: _, createdAt, trashedAt, ...columns } = row
  return fileViewSchema.parse({
    ...columns,
    thumbUrl: urls.thumb,
    largeUrl: urls.large,
    work,
    createdAt: new Date(createdAt).toISOString(),
    trashedAt: trashedAt === null ? null : new Date(trashedAt).toISOString(),
  })
}
