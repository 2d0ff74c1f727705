import {
  type FileId,
  type FolderId,
  fileIdSchema,
  folderIdSchema,
  type SpaceId,
  spaceIdSchema,
} from '#contracts/ids'

/** What is searched for, and where; without space and folder it is everything that one may see. */
export interface SearchPlace {
  /** As it was typed; empty while nothing has been. */
  q: string
  space: SpaceId | null
  folder: FolderId | null
  /** Pictures that look like this one; with `q` those of them for which the words hold too. */
  like: FileId | null
}

// | address | page |
// |---|---|
// | /search?q=… | what was found everywhere |
// | …&space=ID or …&folder=ID | in one space, or in one folder or album |
// | …&like=ID | pictures that look like that one; the words may be left away then |
// | /search/photo/ID?q=… | the same with that file open over it |
const pattern = /^\/search(?:\/photo\/([^/]+))?$/

export const nothingAsked: SearchPlace = { q: '', space: null, folder: null, like: null }

/** Whether there is anything to search for. */
export function isAsked({ q, like }: SearchPlace): boolean {
  return q !== '' || like !== null
}

function parametersOf({ q, space, folder, like }: SearchPlace): string {
  const parameters = new URLSearchParams()
  if (q.trim() !== '') parameters.set('q', q.trim())
  if (like !== null) parameters.set('like', like)
  if (folder !== null) parameters.set('folder', folder)
  else if (space !== null) parameters.set('space', space)
  const said = parameters.toString()
  return said === '' ? '' : `?${said}`
}

export function searchAddress(place: SearchPlace): string {
  return `/search${parametersOf(place)}`
}

export function foundFileAddress(place: SearchPlace, id: FileId): string {
  return `/search/photo/${id}${parametersOf(place)}`
}

/** What a path and what stands behind it search for, or null when it is no address of a search. */
export function readSearchAddress(
  path: string,
  search: string,
): (SearchPlace & { openId: FileId | null }) | null {
  const parts = pattern.exec(path)
  if (!parts) return null
  const openId = fileIdSchema.safeParse(parts[1])
  const parameters = new URLSearchParams(search)
  const space = spaceIdSchema.safeParse(parameters.get('space'))
  const folder = folderIdSchema.safeParse(parameters.get('folder'))
  const like = fileIdSchema.safeParse(parameters.get('like'))
  return {
    q: parameters.get('q')?.trim().slice(0, 500) ?? '',
    space: space.success && !folder.success ? space.data : null,
    folder: folder.success ? folder.data : null,
    like: like.success ? like.data : null,
    openId: openId.success ? openId.data : null,
  }
}
