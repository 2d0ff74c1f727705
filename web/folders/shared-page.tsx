import { useEffect, useMemo, useState } from 'preact/hooks'
import './folders.css'
import type { FolderCard, SharedFolder } from '#contracts/folders'
import { answer, api } from '../api.ts'
import { onSpaceEvent } from '../library/live.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { formatDate } from '../ui/format.ts'
import { pagedList } from '../ui/paged.ts'
import { follow } from '../ui/route.ts'
import { Row } from '../ui/sheet.tsx'
import { Badge, StateNote } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { CardPictures } from './card-pictures.tsx'
import { useCards } from './card-store.ts'
import { contentsInWords } from './card-words.ts'
import { permissionNames } from './permission-words.ts'

/** The folders that others share with whoever is signed in. */
export function SharedPage() {
  const list = useMemo(() => pagedList(() => answer(api.api['shared-with-me'].$get())), [])
  useEffect(() => {
    void list.load()
    return onSpaceEvent(({ type }) => {
      if (type === 'shares.changed' || type === 'hello') void list.load()
    })
  }, [list])
  const { status, items } = list.list.value
  const { cards, refresh } = useCards(items.map(({ folder }) => folder.id))
  if (status === 'ready' && items.length === 0) {
    return (
      <StateNote icon="people" title="Nobody shares a folder with you yet">
        When somebody does, it appears here by itself. You can share a folder of yours from its own
        page.
      </StateNote>
    )
  }
  return (
    <div class="shared">
      <PagedBody of={list} empty="">
        {(shared) => (
          <ul>
            {shared.map((each) => (
              <SharedRow
                key={each.grantId}
                shared={each}
                pictures={cards.get(each.folder.id)?.pictures ?? []}
                onBroken={refresh}
                onLeft={() =>
                  list.change((all) => all.filter(({ grantId }) => grantId !== each.grantId))
                }
              />
            ))}
          </ul>
        )}
      </PagedBody>
    </div>
  )
}

function SharedRow(props: {
  shared: SharedFolder
  pictures: FolderCard['pictures']
  onBroken: () => void
  onLeft: () => void
}) {
  const { shared, onLeft } = props
  const { folder, grantId, permission, sharedByUsername } = shared
  const [isLeaving, setLeaving] = useState(false)
  return (
    <Row
      lead={
        <CardPictures kind="folder" isSmall pictures={props.pictures} onBroken={props.onBroken} />
      }
      title={
        <a href={`/folders/${folder.id}`} onClick={follow}>
          {folder.name}
        </a>
      }
      badges={
        <Badge kind={permission === 'edit' ? 'proof' : 'plain'}>
          {permission === 'edit' ? 'Edit' : 'View'}
        </Badge>
      }
      note={`${contentsInWords(folder)}. From ${sharedByUsername || 'somebody who is gone'}, since ${formatDate(shared.since)}. ${permissionNames[permission]}.`}
      actions={
        <Button aria-label={`Leave ${folder.name}`} onClick={() => setLeaving(true)}>
          Leave
        </Button>
      }
    >
      {isLeaving && (
        <TaskDialog
          title={`Leave “${folder.name}”?`}
          button="Leave"
          kind="danger"
          onSubmit={async () => {
            await answer(
              api.api.folders[':folderId'].grants[':grantId'].$delete({
                param: { folderId: folder.id, grantId },
              }),
            )
            showToast(`You do not see “${folder.name}” any more.`)
            onLeft()
          }}
          onClose={() => setLeaving(false)}
        >
          <p>You see nothing of it from now on, until it is shared with you again.</p>
        </TaskDialog>
      )}
    </Row>
  )
}
