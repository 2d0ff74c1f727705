import type { ShareView } from '#contracts/shares'
import { CopyText } from '../ui/copy-text.tsx'
import { AddressDialog } from './address-dialog.tsx'
import { addressOf } from './share-calls.ts'

/** The address of a link to pass on, for other pages, too. */
export function LinkMade(props: { share: ShareView; isNew?: boolean; onClose: () => void }) {
  const { share, isNew = false, onClose } = props
  const address = addressOf(share)
  return (
    <AddressDialog title={share.title} isNew={isNew} address={address} onClose={onClose}>
      {share.isEmbeddable && !share.hasPassword && share.viewsLeft === null && (
        <CopyText
          label="For other pages"
          text={`<iframe src="${address}/embed" width="800" height="600" loading="lazy"></iframe>`}
        />
      )}
    </AddressDialog>
  )
}
