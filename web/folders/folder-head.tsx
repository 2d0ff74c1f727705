import { useEffect, useState } from 'preact/hooks'
import type { FolderView } from '#contracts/folders'
import { lazyPage } from '../shell/lazy-page.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { follow, navigate } from '../ui/route.ts'
import { folderAddress } from './addresses.ts'
import { moveWithUndo, trashWithUndo } from './folder-actions.ts'
import { makeFolder } from './folder-calls.ts'
import { FolderNameDialog } from './folder-dialogs.tsx'
import { foldersAbove } from './folder-tree.ts'
import type { Shown } from './page.tsx'
import { PickFolder } from './pick-folder.tsx'

const ShareDialog = lazyPage(async () => (await import('./share-dialog.tsx')).ShareDialog, null)
const ActivityDialog = lazyPage(
  async () => (await import('../activity/activity-dialog.tsx')).ActivityDialog,
  null,
)
const NewDropDialog = lazyPage(
  async () => (await import('../drops/drop-dialogs.tsx')).NewDropDialog,
  null,
)
const NewLinkDialog = lazyPage(
  async () => (await import('../shares/link-dialog.tsx')).NewLinkDialog,
  null,
)

/** The way to what is shown, and what can be done with it. */
export function FolderHead(props: {
  shown: Shown
  folders: FolderView[]
  onRename: (folder: FolderView) => void
  onChanged: () => void
}) {
  const { shown } = props
  const { detail, spaceId, isGuest } = shown
  const [open, setOpen] = useState<'make' | 'move' | 'share' | 'link' | 'drop' | 'activity' | null>(
    null,
  )
  const close = () => setOpen(null)
  const isAlbumPage = shown.place.kind === 'albums'
  const canEdit = shown.role !== 'viewer'
  // A guest changes what lies in a shared folder, not the folder itself.
  const isSharedTop = isGuest && detail?.trail.length === 0
  const canChange = canEdit && detail !== null && !isSharedTop
  useRenameKey(canChange ? detail : null, props.onRename)
  const up = detail?.kind === 'folder' ? (detail.trail.at(-1)?.id ?? null) : null

  return (
    <header class="folder-head">
      <div class="folder-title">
        <Trail shown={shown} folders={props.folders} />
        {detail && <h2>{detail.name}</h2>}
      </div>
      <div class="folder-tools">
        {detail && canChange && (
          <>
            <IconButton
              icon="pencil"
              label={`Rename ${detail.name} (F2)`}
              onClick={() => props.onRename(detail)}
            />
            {detail.kind === 'folder' && (
              <IconButton
                icon="move"
                label={`Move ${detail.name} to another folder`}
                onClick={() => setOpen('move')}
              />
            )}
            <IconButton
              icon="trash"
              label={`Move ${detail.name} to the trash`}
              onClick={() => {
                void trashWithUndo(detail, props.onChanged).then((isDone) => {
                  const place = { ...shown.place, space: shown.homeSpace, id: up }
                  if (isDone) navigate(folderAddress(place), { replace: true })
                })
              }}
            />
          </>
        )}
        {detail?.kind === 'folder' && (
          <IconButton
            icon="clock"
            label={`What is new in ${detail.name}`}
            onClick={() => setOpen('activity')}
          />
        )}
        {detail?.kind === 'folder' && !isGuest && shown.role === 'admin' && (
          <Button icon="people" onClick={() => setOpen('share')}>
            Share
          </Button>
        )}
        {detail?.kind === 'album' && !isGuest && shown.role === 'admin' && (
          <Button icon="link" onClick={() => setOpen('link')}>
            Make a link…
          </Button>
        )}
        {canEdit && (!isAlbumPage || detail === null) && (
          <Button icon="plus" onClick={() => setOpen('make')}>
            {isAlbumPage ? 'New album' : 'New folder'}
          </Button>
        )}
      </div>
      {open === 'make' && (
        <FolderNameDialog
          kind={isAlbumPage ? 'album' : 'folder'}
          onName={async (name) => {
            const kind = isAlbumPage ? 'album' : 'folder'
            const made = await makeFolder({ spaceId, name, kind, parentId: detail?.id ?? null })
            if (kind === 'album') navigate(`/albums/${made.id}`)
          }}
          onClose={close}
        />
      )}
      {open === 'move' && detail && (
        <PickFolder
          kind="folder"
          spaceId={spaceId}
          title={`Move “${detail.name}” to…`}
          moved={detail.id}
          onPick={(to) =>
            moveWithUndo(
              { folder: detail.id },
              detail.parentId,
              { id: to?.id ?? null, name: to?.name ?? shown.spaceName },
              props.onChanged,
            )
          }
          onClose={close}
        />
      )}
      {open === 'activity' && detail && <ActivityDialog folder={detail} onClose={close} />}
      {open === 'share' && detail && (
        <ShareDialog
          folder={detail}
          onLink={() => setOpen('link')}
          onDrop={() => setOpen('drop')}
          onClose={close}
        />
      )}
      {open === 'drop' && detail && <NewDropDialog folder={detail} onClose={close} />}
      {open === 'link' && detail && (
        <NewLinkDialog
          of={{ kind: 'folder', folderId: detail.id, live: true }}
          title={detail.name}
          onClose={close}
        />
      )}
    </header>
  )
}

/** Every folder above, each of them a link; on the top page nothing, as its head says it all. */
function Trail({ shown, folders }: { shown: Shown; folders: FolderView[] }) {
  const { detail, isGuest, place } = shown
  if (detail === null) return null
  const above =
    detail.trail.length > 0 ? detail.trail : isGuest ? [] : foldersAbove(folders, detail.id)
  const top = isGuest
    ? { href: '/shared', name: 'Shared with me' }
    : {
        href: folderAddress({ ...place, space: shown.homeSpace, id: null }),
        name: place.kind === 'albums' ? 'Albums' : 'Folders',
      }
  return (
    <nav class="folder-trail" aria-label="The way to this folder">
      <ol>
        <li>
          <a href={top.href} onClick={follow}>
            {top.name}
          </a>
        </li>
        {above.map(({ id, name }) => (
          <li key={id}>
            <Icon name="right" size={12} />
            <a href={`/folders/${id}`} onClick={follow}>
              {name}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** F2 renames the folder that is shown, unless something with a name of its own has the focus. */
function useRenameKey(folder: FolderView | null, onRename: (folder: FolderView) => void) {
  useEffect(() => {
    if (folder === null) return
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, dialog')
      if (event.key !== 'F2' || isElsewhere || event.defaultPrevented) return
      event.preventDefault()
      onRename(folder)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [folder, onRename])
}
