import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { sentenceOf } from '../api.ts'
import { FormError } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'

/** A form of a sheet: its fields, what went wrong, and a button that works once something changed. */
export function SmallForm(props: {
  button: string
  isIdle: boolean
  /** The button stands beside the one field. */
  isInline?: boolean
  onSubmit: () => Promise<void>
  children: ComponentChildren
}) {
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  async function submit(event: Event) {
    event.preventDefault()
    setBusy(true)
    setError(null)
    await props.onSubmit().catch((cause: unknown) => setError(sentenceOf(cause)))
    setBusy(false)
  }
  return (
    <form
      class={`small-form ${props.isInline ? 'small-form-inline' : ''}`}
      onSubmit={(event) => void submit(event)}
    >
      {props.children}
      <Button type="submit" busy={isBusy} disabled={props.isIdle}>
        {props.button}
      </Button>
      {error && <FormError sentence={error} />}
    </form>
  )
}
