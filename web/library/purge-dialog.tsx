import type { FileView } from '#contracts/files'
import { refreshMe } from '../account/state.ts'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { showToast } from '../ui/toast.tsx'
import { purgeFile } from './state.ts'

/** Asks before a file is removed for good. It is there, not open, from when it may be asked. */
export function PurgeDialog(props: {
  file: Pick<FileView, 'id' | 'name'>
  isOpen: boolean
  onPurged: () => void
  onClose: () => void
}) {
  const { file } = props
  if (!props.isOpen) return null
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
