import { useEffect, useMemo, useState } from 'preact/hooks'
import './trashed-folders.css'
import type { FolderView } from '#contracts/folders'
import type { SpaceId } from '#contracts/ids'
import { refreshMe } from '../account/state.ts'
import { answer, api, sentenceOf } from '../api.ts'
import { onSpaceEvent } from '../library/live.ts'
import { attempt } from '../shell/attempt.ts'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { formatBytes, formatDate } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { pagedList } from '../ui/paged.ts'
import { Row } from '../ui/sheet.tsx'
import { showToast } from '../ui/toast.tsx'
import { filesInWords } from './folder-actions.ts'
import { restoreFolder } from './folder-calls.ts'
import { inNameOrder } from './folder-tree.ts'
import { type InTrash, trashedWith } from './trashed-with.ts'

/** The folders in the trash of a space, above its files; nothing while there are none. */
export function TrashedFolders(props: {
  spaceId: SpaceId
  canEdit: boolean
  canPurge: boolean
  /** Runs after a folder came back or went for good: the files below have changed too. */
  onChanged: () => void
}) {
  const { spaceId, onChanged } = props
  const list = useMemo(
    () =>
      pagedList(() => answer(api.api.folders.$get({ query: { space: spaceId, trashed: 'true' } }))),
    [spaceId],
  )
  const [purged, setPurged] = useState<FolderView | null>(null)
  useEffect(() => {
    void list.load()
    return onSpaceEvent(({ type }) => {
      if (type === 'folders.changed' || type === 'hello') void list.load()
    })
  }, [list])
  const { status, error, items } = list.list.value
  if (status === 'failed') {
    return (
      <div class="page-failure" role="alert">
        <p>The folders in the trash could not be loaded. {sentenceOf(error)}</p>
        <Button icon="retry" onClick={() => void list.load()}>
          Try again
        </Button>
      </div>
    )
  }
  if (items.length === 0) return null
  const drop = (folder: FolderView) => {
    list.change((all) => all.filter(({ id }) => id !== folder.id))
    onChanged()
  }
  return (
    <section class="trashed-folders" aria-label="Folders in the trash">
      <ul>
        {inNameOrder(items).map((folder) => (
          <Row
            key={folder.id}
            title={
              <span class="trashed-folder">
                <Icon name={folder.kind} size={18} /> {folder.name}
              </span>
            }
            note={
              folder.trashedAt === null
                ? null
                : `In the trash since ${formatDate(folder.trashedAt)}`
            }
            actions={
              <>
                {props.canEdit && (
                  <Button
                    icon="restore"
                    aria-label={`Restore ${folder.name}`}
                    onClick={() => {
                      const work = () => restoreFolder(folder.id)
                      void attempt(work, `“${folder.name}” is back.`).then(
                        (isBack) => isBack && drop(folder),
                      )
                    }}
                  >
                    Restore
                  </Button>
                )}
                {props.canPurge && (
                  <Button
                    kind="danger"
                    aria-label={`Delete ${folder.name} for good`}
                    onClick={() => setPurged(folder)}
                  >
                    Delete for good
                  </Button>
                )}
              </>
            }
          />
        ))}
      </ul>
      {purged && (
        <PurgeDialog
          folder={purged}
          onPurged={() => drop(purged)}
          onClose={() => setPurged(null)}
        />
      )}
    </section>
  )
}

/** Asks twice: says how much goes, and wants the name typed. */
function PurgeDialog(props: { folder: FolderView; onPurged: () => void; onClose: () => void }) {
  const { folder } = props
  const [inIt, setInIt] = useState<InTrash | null>(null)
  const [done, setDone] = useState(0)
  useEffect(() => {
    // The figure is only missing then; what is deleted is said all the same.
    trashedWith(folder).then(setInIt, () => {})
  }, [folder])
  async function purge() {
    let freedBytes = 0
    let files = 0
    // A request purges a bounded number; it says when nothing is left.
    for (let isDone = false; !isDone; ) {
      const round = await answer(
        api.api.folders[':folderId'].purge.$post({ param: { folderId: folder.id } }),
      )
      freedBytes += round.freedBytes
      files += round.purged
      isDone = round.isDone
      setDone(files)
    }
    props.onPurged()
    void refreshMe()
    showToast(
      `“${folder.name}” is gone for good: ${filesInWords(files)}, ${formatBytes(freedBytes)}.`,
    )
  }
  return (
    <TaskDialog
      title={`Delete “${folder.name}” for good?`}
      button="Delete for good"
      kind="danger"
      typed={{ label: `Type “${folder.name}” to go on`, text: folder.name }}
      onSubmit={purge}
      onClose={props.onClose}
    >
      <p aria-live="polite">
        {inIt === null
          ? 'Counting what lies in it…'
          : `${inIt.isMore ? 'More than ' : ''}${filesInWords(inIt.files)}, ${formatBytes(inIt.bytes)}, and the folders in it are removed from the vault and from every disk at home. Nobody can take it back.`}
      </p>
      {done > 0 && <p class="quiet">{filesInWords(done)} gone so far…</p>}
    </TaskDialog>
  )
}
