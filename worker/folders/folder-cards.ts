import type { FolderCard } from '#contracts/folders'
import type { FolderId, SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { generationsOf } from '../media/generation.ts'
import { mediaExpiry, signMediaPath } from '../media/media-url.ts'
import { type Actor, keepReadable } from '../spaces/access.ts'
import {
  type Pictured,
  picturesBelow,
  picturesOf,
  picturesPerCard,
  sharesOf,
} from './card-queries.ts'
import { type FolderRow, findFolders } from './queries.ts'

/**
 * What the cards of folders and albums show besides their names and counts: up to four pictures,
 * signed for `host`, and, to admins of the space, with whom each is shared. A handful of statements
 * whatever the number of folders. Folders that the actor may not see are left out.
 */
export async function folderCards(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  actor: Actor,
  ids: FolderId[],
  host: string,
): Promise<FolderCard[]> {
  const living = (await findFolders(deps.db, ids)).filter(({ trashedAt }) => trashedAt === null)
  const folders = await keepReadable(
    deps,
    actor,
    living.map((folder) => ({ ...folder, folderPath: folder.path })),
  )
  const pictures = await readablePictures(deps, actor, folders)
  const isAdmin = ({ spaceId }: FolderRow) => actor.memberships.get(spaceId)?.role === 'admin'
  const shareable = folders.filter((folder) => isAdmin(folder) && folder.kind === 'folder')
  const shares = shareable.length > 0 ? await sharesOf(deps.db, idsOf(shareable)) : []
  const sharedWith = new Map(shares.map(({ folder_id: id, ...rest }) => [id, rest]))
  const sign = await signer(deps, folders, host)
  return folders.map(({ id, spaceId }) => {
    const shared = sharedWith.get(id)
    return {
      id,
      pictures: chosen(pictures.get(id) ?? []).map(({ file_id: fileId, thumbhash, edit }) => ({
        ...{ fileId, thumbhash, thumbUrl: sign(spaceId, fileId, edit) },
      })),
      sharedWith: shared ? { people: shared.people, names: shared.names?.split('\n') ?? [] } : null,
    }
  })
}

/** Of each folder; a picture that an album shows from elsewhere only to those who may see it there. */
async function readablePictures(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  folders: FolderRow[],
): Promise<Map<FolderId, Pictured[]>> {
  const spaceOf = new Map(folders.map(({ id, spaceId }) => [id, spaceId]))
  const own = await picturesOf(deps.db, idsOf(folders))
  const withOwn = new Set(own.map(({ folder_id: id }) => id))
  const without = folders.filter(
    ({ id, kind, folderCount }) => kind === 'folder' && folderCount > 0 && !withOwn.has(id),
  )
  const all = [...own, ...(await picturesBelow(deps.db, idsOf(without)))]
  const placed = all.flatMap((picture) => {
    const spaceId = spaceOf.get(picture.folder_id)
    return spaceId ? [{ ...picture, spaceId, folderPath: picture.path }] : []
  })
  return Map.groupBy(await keepReadable(deps, actor, placed), ({ folder_id: id }) => id)
}

/** The cover first, then the newest, each once. */
function chosen(pictures: Pictured[]): Pictured[] {
  const sorted = pictures.toSorted((a, b) => b.is_cover - a.is_cover || b.place - a.place)
  const byFile = new Map(sorted.toReversed().map((picture) => [picture.file_id, picture]))
  return sorted.filter((each) => byFile.get(each.file_id) === each).slice(0, picturesPerCard)
}

async function signer(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  folders: FolderRow[],
  host: string,
) {
  const generations = await generationsOf(
    deps,
    folders.map(({ spaceId }) => spaceId),
  )
  const expiresAtSeconds = mediaExpiry(deps.now())
  return (spaceId: SpaceId, fileId: Pictured['file_id'], edit: number) =>
    signMediaPath(deps.config.mediaKeys, host, {
      ...{ spaceId, fileId, rendition: '320' as const, edit, expiresAtSeconds },
      generation: generations.get(spaceId) ?? 0,
    })
}

function idsOf(folders: FolderRow[]): FolderId[] {
  return folders.map(({ id }) => id)
}
