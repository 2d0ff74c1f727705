import type { FolderView } from '#contracts/folders'
import type { FolderId } from '#contracts/ids'

/** A folder with what lies in it, each level by name. Albums are never in a tree of folders. */
export interface FolderNode {
  folder: FolderView
  children: FolderNode[]
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** `IMG 2` before `IMG 10`, whatever the case. */
export function inNameOrder<Named extends { name: string }>(items: readonly Named[]): Named[] {
  return items.toSorted((left, right) => byName.compare(left.name, right.name))
}

/**
 * The folders as they lie in each other. One whose parent is not among them stands at the top: a
 * guest sees a shared folder, not what is above it.
 */
export function treeOf(folders: readonly FolderView[]): FolderNode[] {
  const known = new Set(folders.map(({ id }) => id))
  const below = new Map<FolderId | null, FolderView[]>()
  for (const folder of inNameOrder(folders)) {
    if (folder.kind === 'album') continue
    const { parentId } = folder
    const above = parentId !== null && known.has(parentId) ? parentId : null
    below.set(above, [...(below.get(above) ?? []), folder])
  }
  const nodesIn = (above: FolderId | null): FolderNode[] =>
    (below.get(above) ?? []).map((folder) => ({ folder, children: nodesIn(folder.id) }))
  return nodesIn(null)
}

/** The folders above one, the topmost first. */
export function foldersAbove(folders: readonly FolderView[], id: FolderId): FolderView[] {
  const byId = new Map(folders.map((folder) => [folder.id, folder]))
  const above: FolderView[] = []
  let next = byId.get(id)?.parentId ?? null
  while (next !== null && above.length < 64) {
    const folder = byId.get(next)
    if (!folder) break
    above.unshift(folder)
    next = folder.parentId
  }
  return above
}

/** Whether a folder may be put into another one: not into itself, nor into what lies in it. */
export function mayLieIn(
  folders: readonly FolderView[],
  moved: FolderId,
  target: FolderId | null,
): boolean {
  if (target === null) return true
  return target !== moved && !foldersAbove(folders, target).some(({ id }) => id === moved)
}

export interface TreeRow extends FolderNode {
  /** 1 at the top. */
  level: number
  isOpen: boolean
}

/** The rows of a tree from top to bottom, without what lies in closed folders. */
export function visibleRows(
  nodes: readonly FolderNode[],
  opened: ReadonlySet<FolderId>,
  level = 1,
): TreeRow[] {
  return nodes.flatMap((node) => {
    const isOpen = opened.has(node.folder.id)
    const row = { ...node, level, isOpen }
    return isOpen ? [row, ...visibleRows(node.children, opened, level + 1)] : [row]
  })
}
