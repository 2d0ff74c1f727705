import type { ComponentChildren } from 'preact'
import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { QrCode } from '../ui/qr-code.tsx'
import './shares.css'

/** The address of a link to pass on: as text and as a code for cameras, with what else there is of it. */
export function AddressDialog(props: {
  title: string
  isNew: boolean
  address: string
  onClose: () => void
  children?: ComponentChildren
}) {
  const { address } = props
  return (
    <Dialog
      title={props.isNew ? 'The link is ready' : props.title}
      onClose={props.onClose}
      actions={
        <>
          <a class="button" href={address} target="_blank" rel="noopener">
            Open it
          </a>
          <Button kind="primary" onClick={props.onClose}>
            Done
          </Button>
        </>
      }
    >
      <CopyText label="Address" text={address} />
      <QrCode text={address} label="QR code with the address of the link" />
      {props.children}
    </Dialog>
  )
}
