import type { ShareView } from '#contracts/shares'
import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { QrCode } from '../ui/qr-code.tsx'
import { addressOf } from './share-calls.ts'
import './shares.css'

/** The address of a link to pass on: as text, as a code for cameras, and for other pages. */
export function LinkMade(props: { share: ShareView; isNew?: boolean; onClose: () => void }) {
  const { share } = props
  const address = addressOf(share)
  return (
    <Dialog
      title={props.isNew ? 'The link is ready' : share.title}
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
      {share.isEmbeddable && !share.hasPassword && share.viewsLeft === null && (
        <CopyText
          label="For other pages"
          text={`<iframe src="${address}/embed" width="800" height="600" loading="lazy"></iframe>`}
        />
      )}
    </Dialog>
  )
}
