import type { FolderCard, FolderView } from '#contracts/folders'
import type { FolderId } from '#contracts/ids'
import { Icon } from '../ui/icons.tsx'
import { follow } from '../ui/route.ts'
import { CardPictures } from './card-pictures.tsx'
import { useCards } from './card-store.ts'
import { contentsInWords, sharingInWords } from './card-words.ts'
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
  const { cards, refresh } = useCards(props.folders.map(({ id }) => id))
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
            <CardPictures
              kind={folder.kind}
              pictures={shownOf(folder, cards.get(folder.id))}
              onBroken={refresh}
            />
            <span class="folder-card-text">
              <span class="folder-card-name">{folder.name}</span>
              <span class="quiet">{contentsInWords(folder)}</span>
              <Sharing words={sharingInWords(cards.get(folder.id)?.sharedWith ?? null)} />
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
}

/** The cover alone where somebody chose one, else all there are. */
function shownOf({ coverFileId }: FolderView, card: FolderCard | undefined) {
  const pictures = card?.pictures ?? []
  return pictures[0]?.fileId === coverFileId ? pictures.slice(0, 1) : pictures
}

function Sharing({ words }: { words: string | null }) {
  if (words === null) return null
  return (
    <span class="folder-card-shared" title={words}>
      <Icon name="people" size={16} />
      <span>{words}</span>
    </span>
  )
}
