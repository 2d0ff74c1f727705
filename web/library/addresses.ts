import { type FileId, fileIdSchema, type SpaceId, spaceIdSchema } from '#contracts/ids'

/** What a page of the library lists. Favourites are those of every space. */
export type ListKind = 'library' | 'trash' | 'archive' | 'favorites'

/** A list and whose it is; `space` is null for the personal space, whose addresses are short. */
export interface Place {
  kind: ListKind
  space: SpaceId | null
  /** How the library is sorted, such as `name-asc`; without it, it is the timeline. */
  sorting?: string
}

/** A list that is shown, and what this person may do with its files. */
export interface ShownPlace extends Place {
  canEdit: boolean
  canPurge: boolean
}

// | address | page |
// |---|---|
// | /, /trash, /archive | a list of the personal space |
// | /favorites | those of every space |
// | /spaces/ID/library, /spaces/ID/trash, /spaces/ID/archive | a list of another space |
// | /photo/ID, /trash/photo/ID and so on, also behind /spaces/ID | the same list with that file open over it |
// | ?sort=name-asc behind those of the library | the library in another order than the timeline's |
const personal = /^(?:\/(trash|archive|favorites))?(?:\/photo\/([^/]+)|\/?)$/
const ofSpace = /^\/spaces\/([^/]+)(?:\/library|(?:\/(trash|archive))?(?:\/photo\/([^/]+))?)$/
const sorted = /^\?sort=([a-z]+-(?:asc|desc))$/

const sortingOf = ({ sorting }: Place) => (sorting === undefined ? '' : `?sort=${sorting}`)

export function listAddress(place: Place): string {
  const { kind, space } = place
  const own = kind === 'library' ? '/' : `/${kind}`
  const isOwn = space === null || kind === 'favorites'
  return (isOwn ? own : `/spaces/${space}/${kind}`) + sortingOf(place)
}

export function fileAddress(place: Place, id: FileId): string {
  const { kind, space } = place
  const before = space === null || kind === 'favorites' ? '' : `/spaces/${space}`
  return `${before}${kind === 'library' ? '' : `/${kind}`}/photo/${id}${sortingOf(place)}`
}

/** What a path and what stands behind it show, or null when it is no address of a list. */
export function readAddress(path: string, search = ''): (Place & { openId: FileId | null }) | null {
  const own = personal.exec(path)
  if (own) return placeOf(null, own[1], own[2], search)
  const other = ofSpace.exec(path)
  // The space's own page has this address.
  if (!other || path === `/spaces/${other[1]}`) return null
  const space = spaceIdSchema.safeParse(other[1])
  return space.success ? placeOf(space.data, other[2], other[3], search) : null
}

function placeOf(
  space: SpaceId | null,
  list: string | undefined,
  file: string | undefined,
  search: string,
) {
  const kind = list === 'trash' || list === 'archive' || list === 'favorites' ? list : 'library'
  const sorting = kind === 'library' ? sorted.exec(search)?.[1] : undefined
  const place: Place = { kind, space, ...(sorting !== undefined && { sorting }) }
  if (file === undefined) return { ...place, openId: null }
  const id = fileIdSchema.safeParse(file)
  return id.success ? { ...place, openId: id.data } : null
}
