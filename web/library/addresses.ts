import { type FileId, fileIdSchema, type SpaceId, spaceIdSchema } from '#contracts/ids'
import type { ListKind } from './file-list.ts'

/** A list and whose it is; `space` is null for the personal space, whose addresses are short. */
export interface Place {
  kind: ListKind
  space: SpaceId | null
}

// | address | page |
// |---|---|
// | / and /trash | a list of the personal space |
// | /spaces/ID/library and /spaces/ID/trash | a list of another space |
// | /photo/ID and /trash/photo/ID, both also behind /spaces/ID | the same list with that file open over it |
const personal = /^(\/trash)?(?:\/photo\/([^/]+)|\/?)$/
const ofSpace = /^\/spaces\/([^/]+)(?:\/library|(\/trash)?(?:\/photo\/([^/]+))?)$/

export function listAddress({ kind, space }: Place): string {
  if (space !== null) return `/spaces/${space}/${kind}`
  return kind === 'trash' ? '/trash' : '/'
}

export function fileAddress({ kind, space }: Place, id: FileId): string {
  const before = space === null ? '' : `/spaces/${space}`
  return `${before}${kind === 'trash' ? '/trash' : ''}/photo/${id}`
}

/** What a path shows, or null when it is no address of a list. */
export function readAddress(path: string): (Place & { openId: FileId | null }) | null {
  const own = personal.exec(path)
  if (own) return placeOf(null, own[1], own[2])
  const other = ofSpace.exec(path)
  // The space's own page has this address.
  if (!other || path === `/spaces/${other[1]}`) return null
  const space = spaceIdSchema.safeParse(other[1])
  return space.success ? placeOf(space.data, other[2], other[3]) : null
}

function placeOf(space: SpaceId | null, trash: string | undefined, file: string | undefined) {
  const kind: ListKind = trash === undefined ? 'library' : 'trash'
  if (file === undefined) return { kind, space, openId: null }
  const id = fileIdSchema.safeParse(file)
  return id.success ? { kind, space, openId: id.data } : null
}
