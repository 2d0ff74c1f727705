import { type FileId, fileIdSchema } from '#contracts/ids'
import type { ListKind } from './file-list.ts'

// | address | page |
// |---|---|
// | / and /trash | the list |
// | /photo/ID and /trash/photo/ID | the same list with that file open over it |
const pattern = /^(\/trash)?(?:\/photo\/([^/]+)|\/?)$/

export function listAddress(kind: ListKind): string {
  return kind === 'trash' ? '/trash' : '/'
}

export function fileAddress(kind: ListKind, id: FileId): string {
  return `${kind === 'trash' ? '/trash' : ''}/photo/${id}`
}

/** What a path shows, or null when it is no address of the library. */
export function readAddress(path: string): { kind: ListKind; openId: FileId | null } | null {
  const match = pattern.exec(path)
  if (!match) return null
  const kind = match[1] === undefined ? 'library' : 'trash'
  if (match[2] === undefined) return { kind, openId: null }
  const id = fileIdSchema.safeParse(match[2])
  return id.success ? { kind, openId: id.data } : null
}
