import type { ComponentChildren } from 'preact'
import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** A link to hand on, with what to do with it. */
export function LinkDialog(props: {
  title: string
  url: string
  children: ComponentChildren
  onClose: () => void
}) {
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={
        <Button kind="primary" onClick={props.onClose}>
          Done
        </Button>
      }
    >
      <div class="dialog-form">
        <p>{props.children}</p>
        <CopyText label="Link" text={props.url} />
      </div>
    </Dialog>
  )
}
