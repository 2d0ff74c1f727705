import { signal } from '@preact/signals'
import { useRef, useState } from 'preact/hooks'
import type { FolderView } from '#contracts/folders'
import type { FolderId } from '#contracts/ids'
import { Icon } from '../ui/icons.tsx'
import { follow, navigate } from '../ui/route.ts'
import { type Dragged, dropTarget } from './dragging.ts'
import { foldersAbove, treeOf, visibleRows } from './folder-tree.ts'

/** Which folders stand open, in all trees of this page, until it is loaded anew. */
const opened = signal<ReadonlySet<FolderId>>(new Set())

function setOpen(id: FolderId, isOpen: boolean) {
  const next = new Set(opened.value)
  if (isOpen) next.add(id)
  else next.delete(id)
  opened.value = next
}

/** All folders of a space beside the one that is shown; what is above that one stands open. */
export function FolderTree(props: {
  folders: FolderView[]
  shownId: FolderId | null
  topHref: string
  topName: string
  mayTake: (what: Dragged, into: FolderId | null) => boolean
  onTake: (what: Dragged, into: FolderId | null) => void
}) {
  const { folders, shownId } = props
  const ref = useRef<HTMLUListElement>(null)
  const [focused, setFocused] = useState<FolderId | null>(null)
  const above = shownId === null ? [] : foldersAbove(folders, shownId).map(({ id }) => id)
  const [closed, setClosed] = useState<ReadonlySet<FolderId>>(new Set())
  const open = new Set([...opened.value, ...above].filter((id) => !closed.has(id)))
  const rows = visibleRows(treeOf(folders), open)
  const current = rows.some(({ folder }) => folder.id === focused) ? focused : shownId

  function toggle(id: FolderId, isOpen: boolean) {
    const next = new Set(closed)
    if (isOpen) next.delete(id)
    else next.add(id)
    setClosed(next)
    setOpen(id, isOpen)
  }

  function focusRow(id: FolderId | undefined) {
    if (id === undefined) return
    setFocused(id)
    ref.current?.querySelector<HTMLElement>(`[data-folder="${id}"]`)?.focus()
  }

  function onKeyDown(event: KeyboardEvent, at: number) {
    const row = rows[at]
    if (!row) return
    const { folder, children, isOpen, level } = row
    const parent = rows.slice(0, at).findLast((each) => each.level === level - 1)
    const actions: Record<string, () => void> = {
      ArrowDown: () => focusRow(rows[at + 1]?.folder.id),
      ArrowUp: () => focusRow(rows[at - 1]?.folder.id),
      Home: () => focusRow(rows[0]?.folder.id),
      End: () => focusRow(rows.at(-1)?.folder.id),
      ArrowRight: () =>
        isOpen || children.length === 0
          ? focusRow(children[0]?.folder.id)
          : toggle(folder.id, true),
      ArrowLeft: () => (isOpen ? toggle(folder.id, false) : focusRow(parent?.folder.id)),
      Enter: () => navigate(`/folders/${folder.id}`),
    }
    const action = actions[event.key]
    if (!action || event.metaKey || event.ctrlKey) return
    event.preventDefault()
    action()
  }

  const take = (into: FolderId | null) =>
    dropTarget(
      (what) => props.mayTake(what, into),
      (what) => props.onTake(what, into),
    )
  return (
    <nav class="folder-tree" aria-label="All folders">
      <a
        class="tree-top"
        href={props.topHref}
        onClick={follow}
        aria-current={shownId === null ? 'page' : undefined}
        {...take(null)}
      >
        <Icon name="home" size={18} /> {props.topName}
      </a>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a tree, as its keys say */}
      <ul role="tree" aria-label="Folders" ref={ref}>
        {rows.map(({ folder, children, level, isOpen }, at) => (
          <li key={folder.id} role="none">
            <a
              role="treeitem"
              href={`/folders/${folder.id}`}
              class="tree-row"
              style={{ '--level': level }}
              data-folder={folder.id}
              tabIndex={(current ?? rows[0]?.folder.id) === folder.id ? 0 : -1}
              aria-level={level}
              aria-selected={folder.id === shownId}
              aria-expanded={children.length > 0 ? isOpen : undefined}
              onClick={follow}
              onFocus={() => setFocused(folder.id)}
              onKeyDown={(event) => onKeyDown(event, at)}
              {...take(folder.id)}
            >
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys of the row do the same */}
              {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
              <span
                class={`tree-twist ${isOpen ? 'is-open' : ''}`}
                onClick={(event) => {
                  if (children.length === 0) return
                  event.preventDefault()
                  event.stopPropagation()
                  toggle(folder.id, !isOpen)
                }}
              >
                {children.length > 0 && <Icon name="right" size={14} />}
              </span>
              <Icon name="folder" size={18} />
              <span class="tree-name">{folder.name}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
