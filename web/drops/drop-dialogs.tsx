import { useRef, useState } from 'preact/hooks'
import type { DropView } from '#contracts/drops'
import type { FolderId } from '#contracts/ids'
import { AddressDialog } from '../shares/address-dialog.tsx'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { changeDrop, dropAddress, makeDrop } from './drop-calls.ts'
import { type DropDraft, draftOfDrop, limitsOf, newDropDraft } from './drop-draft.ts'
import { DropFields } from './drop-fields.tsx'

/** Makes a link by which guests put pictures into a folder, and then shows its address. */
export function NewDropDialog(props: {
  folder: { id: FolderId; name: string }
  onClose: () => void
}) {
  const [draft, setDraft] = useState<DropDraft>(newDropDraft)
  const [made, setMade] = useState<DropView | null>(null)
  const isMade = useRef(false)
  if (made) return <DropMade drop={made} isNew onClose={props.onClose} />
  return (
    <TaskDialog
      title={`Ask for pictures into “${props.folder.name}”`}
      button="Make the link"
      onSubmit={async () => {
        setMade(await makeDrop({ folderId: props.folder.id, ...limitsOf(draft, false) }))
        isMade.current = true
      }}
      // It closes when the link is made, too: then its address takes the place of the form.
      onClose={() => {
        if (!isMade.current) props.onClose()
      }}
    >
      <p>
        Whoever has the address sends pictures into this folder, without an account and without
        seeing anything of it. They count on the quota of the space.
      </p>
      <DropFields draft={draft} isNew hadPassword={false} onDraft={setDraft} />
    </TaskDialog>
  )
}

/** Changes what a link takes, from now on. */
export function EditDropDialog(props: {
  drop: DropView
  onChanged: (drop: DropView) => void
  onClose: () => void
}) {
  const { drop } = props
  const [draft, setDraft] = useState<DropDraft>(draftOfDrop(drop))
  return (
    <TaskDialog
      title={`Change “${drop.title}”`}
      button="Save"
      onSubmit={async () =>
        props.onChanged(await changeDrop(drop.id, limitsOf(draft, drop.hasPassword)))
      }
      onClose={props.onClose}
    >
      <DropFields draft={draft} isNew={false} hadPassword={drop.hasPassword} onDraft={setDraft} />
    </TaskDialog>
  )
}

/** The address to pass on. */
export function DropMade(props: { drop: DropView; isNew?: boolean; onClose: () => void }) {
  const { drop, isNew = false, onClose } = props
  return (
    <AddressDialog title={drop.title} isNew={isNew} address={dropAddress(drop)} onClose={onClose} />
  )
}
