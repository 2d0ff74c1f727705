import { useState } from 'preact/hooks'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Field } from '../ui/field.tsx'
import type { Destination } from './upload-queue.ts'
import { addFromWeb } from './upload-state.ts'

/** Asks for the address of a file on the web; the queue shows what comes of it. */
export function FromWebDialog(props: { to: Destination; onClose: () => void }) {
  const [address, setAddress] = useState('')
  return (
    <TaskDialog
      title="Upload from a web address"
      button="Upload"
      onSubmit={() => addFromWeb(address.trim(), props.to)}
      onClose={props.onClose}
    >
      <Field
        label="Address"
        hint="Of the file itself, beginning with https://. The vault fetches it, not your device."
        required
        type="url"
        maxLength={2048}
        autocomplete="off"
        value={address}
        onInput={(event) => setAddress(event.currentTarget.value)}
      />
    </TaskDialog>
  )
}
