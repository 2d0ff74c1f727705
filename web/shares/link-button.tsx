import { useState } from 'preact/hooks'
import type { SpaceId } from '#contracts/ids'
import type { ShareOf } from '#contracts/shares'
import { session } from '../account/state.ts'
import { lazyPage } from '../shell/lazy-page.tsx'
import { IconButton } from '../ui/button.tsx'

const NewLinkDialog = lazyPage(async () => (await import('./link-dialog.tsx')).NewLinkDialog, null)

/** Makes a link to what lies in a space, for its admins; nothing for others. */
export function LinkButton(props: { spaceId: SpaceId | null; of: ShareOf; title: string }) {
  const [isOpen, setOpen] = useState(false)
  const current = session.value
  const spaces = current.state === 'signed-in' ? current.me.spaces : []
  if (!spaces.some(({ id, role }) => id === props.spaceId && role === 'admin')) return null
  return (
    <>
      <IconButton icon="link" label="Make a link…" onClick={() => setOpen(true)} />
      {isOpen && <NewLinkDialog of={props.of} title={props.title} onClose={() => setOpen(false)} />}
    </>
  )
}
