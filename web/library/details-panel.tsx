import './details.css'
import type { FileDetail, FileView } from '#contracts/files'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { Details } from './details.tsx'
import { originalAddress } from './viewer-original.ts'

/** What is known of the file that is open, and what can be done with it in words. */
export function DetailsPanel(props: {
  file: FileView
  detail: FileDetail | null
  nowMs: number
  canEdit: boolean
  onRestore: (() => void) | null
  onPurge: (() => void) | null
  onClose: () => void
}) {
  const { file } = props
  return (
    <aside class="viewer-details" aria-label="Details">
      <IconButton
        icon="close"
        class="details-close"
        label="Close the details (i)"
        onClick={props.onClose}
      />
      <Details file={file} detail={props.detail} nowMs={props.nowMs} canEdit={props.canEdit} />
      <div class="viewer-actions">
        <a class="button" href={originalAddress(file.id)} download={file.name}>
          <Icon name="download" size={18} /> Download the original
        </a>
        {props.onRestore && (
          <Button icon="restore" onClick={props.onRestore}>
            Restore
          </Button>
        )}
        {props.onPurge && (
          <Button kind="danger" icon="trash" onClick={props.onPurge}>
            Delete for good
          </Button>
        )}
      </div>
    </aside>
  )
}
