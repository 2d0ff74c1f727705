import { useEffect, useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { SpaceId } from '#contracts/ids'
import { refreshMe } from '../account/state.ts'
import { answer, api } from '../api.ts'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { formatBytes } from '../ui/format.ts'
import { Progress } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'

/** What the trash of a space takes, how long it stays, and the way to have it back at once. */
export function TrashHead(props: {
  spaceId: SpaceId
  canPurge: boolean
  files: FileView[]
  onEmptied: () => void
}) {
  const { spaceId } = props
  const [trashBytes, setTrashBytes] = useState<number | null>(null)
  const [isAsking, setAsking] = useState(false)
  useEffect(() => {
    let isOver = false
    answer(api.api.spaces[':spaceId'].$get({ param: { spaceId } })).then(
      (space) => {
        if (!isOver) setTrashBytes(space.trashBytes)
      },
      // The figure is only missing then; the list itself says what went wrong.
      () => {},
    )
    return () => {
      isOver = true
    }
    // Anew whenever something came or went.
  }, [spaceId, props.files.length])
  const size = trashBytes === null || trashBytes === 0 ? null : formatBytes(trashBytes)
  return (
    <>
      <div class="trash-head">
        <p class="quiet">
          {size !== null && (
            <>
              <strong>{size}</strong> in the trash.{' '}
            </>
          )}
          Files stay here for 30 days; after 30 days they are removed for good.
        </p>
        {props.canPurge && (
          <Button kind="danger" icon="trash" onClick={() => setAsking(true)}>
            Empty trash
          </Button>
        )}
      </div>
      {isAsking && (
        <EmptyTrashDialog
          spaceId={spaceId}
          size={size}
          onEmptied={props.onEmptied}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

function EmptyTrashDialog(props: {
  spaceId: SpaceId
  size: string | null
  onEmptied: () => void
  onClose: () => void
}) {
  const [done, setDone] = useState<{ purged: number; left: number } | null>(null)
  async function empty() {
    let purged = 0
    let freedBytes = 0
    // A request purges a bounded number; each one has to have purged something to go on.
    for (let isMore = true; isMore; ) {
      const round = await answer(api.api.trash.empty.$post({ query: { space: props.spaceId } }))
      purged += round.purged
      freedBytes += round.freedBytes
      isMore = round.left > 0 && round.purged > 0
      setDone({ purged, left: round.left })
    }
    await refreshMe()
    props.onEmptied()
    const files = purged === 1 ? '1 file is' : `${purged} files are`
    showToast(`${files} gone for good: ${formatBytes(freedBytes)} are free again.`)
  }
  return (
    <TaskDialog
      title="Empty the trash?"
      button="Empty trash"
      kind="danger"
      onSubmit={empty}
      onClose={props.onClose}
    >
      <p>
        Everything in this trash{props.size !== null && <> ({props.size})</>} is removed from the
        vault and from every disk at home. Nobody can take it back.
      </p>
      {done !== null && (
        <Progress
          value={done.purged / Math.max(1, done.purged + done.left)}
          label={`${done.purged} files are gone, ${done.left} are left`}
        />
      )}
    </TaskDialog>
  )
}
