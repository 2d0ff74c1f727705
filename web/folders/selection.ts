import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'

/** All files from one to another, both included, whichever comes first. */
export function rangeBetween(
  files: readonly Pick<FileView, 'id'>[],
  from: FileId,
  to: FileId,
): FileId[] {
  const [a, b] = [files.findIndex(({ id }) => id === from), files.findIndex(({ id }) => id === to)]
  if (a < 0 || b < 0) return b < 0 ? [] : [to]
  return files.slice(Math.min(a, b), Math.max(a, b) + 1).map(({ id }) => id)
}
