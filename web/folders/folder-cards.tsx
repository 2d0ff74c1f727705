import type { FolderView } from '#contracts/folders'
import type { FolderId } from '#contracts/ids'
import { formatDate } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { follow } from '../ui/route.ts'
import { beginDrag, type Dragged, dropTarget, endDrag } from './dragging.ts'
import { inNameOrder } from './folder-tree.ts'

/** Folders or albums as cards; F2 and Delete work on the one with the focus. */
export function FolderCards(props: {
  folders: FolderView[]
  label: string
  canEdit: boolean
  mayTake: (what: Dragged, into: FolderId) => boolean
  onTake: (what: Dragged, into: FolderId) => void
  onRename: (folder: FolderView) => void
  onTrash: (folder: FolderView) => void
}) {
  const { canEdit } = props
  function onKeyDown(event: KeyboardEvent, folder: FolderView) {
    if (!canEdit) return
    if (event.key === 'F2') props.onRename(folder)
    else if (event.key === 'Delete') props.onTrash(folder)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <ul class="folder-cards" aria-label={props.label}>
      {inNameOrder(props.folders).map((folder) => (
        <li key={folder.id}>
          <a
            class={`folder-card is-${folder.kind}`}
            href={`/${folder.kind}s/${folder.id}`}
            title={folder.name}
            draggable={canEdit && folder.kind === 'folder'}
            onClick={follow}
            onKeyDown={(event) => onKeyDown(event, folder)}
            onDragStart={(event) => beginDrag(event, { folder: folder.id }, folder.name)}
            onDragEnd={endDrag}
            {...dropTarget(
              (what) => canEdit && props.mayTake(what, folder.id),
              (what) => props.onTake(what, folder.id),
            )}
          >
            <span class="folder-card-icon">
              <Icon name={folder.kind} size={24} />
            </span>
            <span class="folder-card-text">
              <span class="folder-card-name">{folder.name}</span>
              <span class="quiet">{formatDate(folder.createdAt)}</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
}
