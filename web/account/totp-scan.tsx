import { useState } from 'preact/hooks'
import type { TotpOffer } from '#contracts/second-factor'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Field } from '../ui/field.tsx'
import { QrCode } from '../ui/qr-code.tsx'

/** The secret to scan, and its first code to show that the app has it. */
export function TotpScanDialog(props: {
  offer: TotpOffer
  onSubmit: (code: string) => Promise<void>
  onClose: () => void
}) {
  const [code, setCode] = useState('')
  return (
    <TaskDialog
      title="Scan this with your app"
      button="Turn on"
      onSubmit={() => props.onSubmit(code)}
      onClose={props.onClose}
    >
      <QrCode text={props.offer.uri} label="QR code with the secret for your authenticator app" />
      <CopyText label="No camera at hand? Type this instead" text={props.offer.secret} />
      <Field
        label="Then the six digits that the app shows"
        class="code-input"
        // What the dialog puts the focus on: the secret before it is only for those without a camera.
        autoFocus
        inputMode="numeric"
        autocomplete="one-time-code"
        required
        minLength={6}
        maxLength={9}
        value={code}
        onInput={(event) => setCode(event.currentTarget.value)}
      />
    </TaskDialog>
  )
}
