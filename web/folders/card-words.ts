import type { FolderCard, FolderView } from '#contracts/folders'

/** What lies directly in a folder: `2 folders, 14 files`. */
export function contentsInWords({
  fileCount,
  folderCount,
}: Pick<FolderView, 'fileCount' | 'folderCount'>): string {
  const parts = [counted(folderCount, 'folder'), counted(fileCount, 'file')].filter(Boolean)
  return parts.length === 0 ? 'Empty' : parts.join(', ')
}

/** With whom a folder is shared: `Shared with ada and 2 others`; null when with nobody. */
export function sharingInWords(sharedWith: FolderCard['sharedWith']): string | null {
  if (sharedWith === null || sharedWith.people === 0) return null
  const { people, names } = sharedWith
  const [first = '', second] = names
  if (people === 1 || second === undefined) return `Shared with ${first}`
  if (people === 2) return `Shared with ${first} and ${second}`
  return `Shared with ${first} and ${people - 1} others`
}

function counted(count: number, noun: string): string {
  if (count === 0) return ''
  return count === 1 ? `1 ${noun}` : `${count.toLocaleString('en')} ${noun}s`
}
