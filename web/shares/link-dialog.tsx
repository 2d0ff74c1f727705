import { useRef, useState } from 'preact/hooks'
import type { ShareOf, ShareView } from '#contracts/shares'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { changesOf, draftOf, type LinkDraft, newDraft, policyOf } from './link-draft.ts'
import { LinkFields } from './link-fields.tsx'
import { LinkMade } from './link-made.tsx'
import { changeLink, makeLink } from './share-calls.ts'

/** Makes a link to something, and then shows its address. */
export function NewLinkDialog(props: {
  of: ShareOf
  /** What is shared, as a title for the page. */
  title: string
  onClose: () => void
}) {
  const [draft, setDraft] = useState<LinkDraft>(newDraft(props.title))
  const [isLive, setLive] = useState(true)
  const [made, setMade] = useState<ShareView | null>(null)
  const isMade = useRef(false)
  if (made) return <LinkMade share={made} isNew onClose={props.onClose} />
  const of = props.of.kind === 'folder' ? { ...props.of, live: isLive } : props.of
  return (
    <TaskDialog
      title="Make a link"
      button="Make the link"
      onSubmit={async () => {
        setMade(await makeLink({ of, ...policyOf(draft) }))
        isMade.current = true
      }}
      // It closes when the link is made, too: then its address takes the place of the form.
      onClose={() => {
        if (!isMade.current) props.onClose()
      }}
    >
      <p>Whoever has the address sees it, without an account.</p>
      {props.of.kind === 'folder' && (
        <label class="share-check">
          <input
            type="checkbox"
            checked={isLive}
            onChange={(event) => setLive(event.currentTarget.checked)}
          />
          <span>Show what is added to it later, too</span>
        </label>
      )}
      <LinkFields draft={draft} share={null} onDraft={setDraft} />
    </TaskDialog>
  )
}

/** Changes what a link allows, from now on. */
export function EditLinkDialog(props: {
  share: ShareView
  onChanged: (share: ShareView) => void
  onClose: () => void
}) {
  const { share } = props
  const [draft, setDraft] = useState<LinkDraft>(draftOf(share))
  return (
    <TaskDialog
      title={`Change “${share.title}”`}
      button="Save"
      onSubmit={async () => props.onChanged(await changeLink(share.id, changesOf(draft, share)))}
      onClose={props.onClose}
    >
      <LinkFields draft={draft} share={share} onDraft={setDraft} />
    </TaskDialog>
  )
}
