import type { FolderDetail } from '#contracts/folders'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ActivityList } from './activity-list.tsx'

/** What happened in a folder and all that is below it. */
export function ActivityDialog(props: { folder: FolderDetail; onClose: () => void }) {
  return (
    <Dialog
      title={`What is new in ${props.folder.name}`}
      onClose={props.onClose}
      actions={<Button onClick={props.onClose}>Close</Button>}
    >
      <ActivityList of={{ folder: props.folder.id }} />
    </Dialog>
  )
}
