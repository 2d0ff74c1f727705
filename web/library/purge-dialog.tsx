import type { FileView } from '#contracts/files'
import { refreshMe } from '../account/state.ts'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { showToast } from '../ui/toast.tsx'
import { purgeFile } from './state.ts'

/** Asks before a file is removed for good. */
export function PurgeDialog(props: {
  file: Pick<FileView, 'id' | 'name'>
  onPurged: () => void
  onClose: () => void
}) {
  const { file } = props
  return (
    <TaskDialog
      title={`Delete “${file.name}” for good?`}
      button="Delete for good"
      kind="danger"
      onSubmit={async () => {
        await purgeFile(file.id)
        void refreshMe()
        props.onPurged()
        showToast(`“${file.name}” is gone for good.`)
      }}
      onClose={props.onClose}
    >
      <p>It is removed from the vault and from every disk at home. Nobody can take it back.</p>
    </TaskDialog>
  )
}
