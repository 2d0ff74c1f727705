import { useMemo, useState } from 'preact/hooks'
import { encode } from 'uqr'
import type { TotpOffer } from '#contracts/second-factor'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Field } from '../ui/field.tsx'

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
      <QrCode text={props.offer.uri} />
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

/** Dark on white in every theme: many cameras do not read it the other way round. */
function QrCode({ text }: { text: string }) {
  const { size, drawn } = useMemo(() => {
    const { data, size } = encode(text, { ecc: 'M', border: 3 })
    const squares = data.flatMap((row, y) =>
      row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
    )
    return { size, drawn: squares.join('') }
  }, [text])
  return (
    <svg
      class="qr-code"
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label="QR code with the secret for your authenticator app"
    >
      <path d={drawn} />
    </svg>
  )
}
