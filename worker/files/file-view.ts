import { type FileView, fileViewSchema } from '#contracts/files'
import type { UserId } from '#contracts/ids'
import type { StoredRenditionName } from '#contracts/renditions'
import type { Deps } from '../deps.ts'
import { unfinishedWork } from '../jobs/unfinished-work.ts'
import { generationsOf } from '../media/generation.ts'
import { mediaExpiry, signMediaPath } from '../media/media-url.ts'
import { type FileRow, favoritesAmong } from './queries.ts'

/**
 * Turns rows into what the library shows to a user, signed for `host`: one more query for the work of
 * all of them and one for the user's favourites, and none per picture.
 */
export async function toFileViews(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  rows: FileRow[],
  { host, userId }: { host: string; userId: UserId },
): Promise<FileView[]> {
  const ids = rows.map((row) => row.id)
  const [work, favorites, generations] = await Promise.all([
    unfinishedWork(deps, ids),
    favoritesAmong(deps.db, userId, ids),
    generationsOf(
      deps,
      rows.map(({ spaceId }) => spaceId),
    ),
  ])
  const expiresAtSeconds = mediaExpiry(deps.now())
  return rows.map((row) => {
    const sign = (rendition: StoredRenditionName) =>
      row.preview === 'ready'
        ? signMediaPath(deps.config.mediaKeys, host, {
            spaceId: row.spaceId,
            fileId: row.id,
            ...{ rendition, edit: row.shownEdit },
            generation: generations.get(row.spaceId) ?? 0,
            expiresAtSeconds,
          })
        : null
    return toFileView(row, {
      ...{ work: work.get(row.id) ?? [], isFavorite: favorites.has(row.id) },
      ...{ thumbUrl: sign('320'), largeUrl: sign('1600') },
      movingUrl: row.kind === 'video' && row.isAnimated ? sign('moving') : null,
    })
  })
}

function toFileView(
  row: FileRow,
  more: Pick<FileView, 'work' | 'isFavorite' | 'thumbUrl' | 'largeUrl' | 'movingUrl'>,
): FileView {
  const { originalId: _, shownAt, createdAt, trashedAt, archivedAt, ...columns } = row
  const { editNumber, shownEdit, shownWidth, shownHeight } = row
  return fileViewSchema.parse({
    ...columns,
    ...more,
    ...(shownEdit > 0 && { width: shownWidth, height: shownHeight, thumbhash: null }),
    edit: editNumber === 0 ? null : { number: editNumber, isShown: editNumber === shownEdit },
    // A wall clock, so it ends before the zone.
    shownAt: new Date(shownAt).toISOString().slice(0, 19),
    createdAt: new Date(createdAt).toISOString(),
    trashedAt: isoOrNull(trashedAt),
    archivedAt: isoOrNull(archivedAt),
  })
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
