import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'
import { sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icons.tsx'

/**
 * One thing to do, with its fields if it has any: closes once it is done, stays with the reason when
 * it is refused. `typed` is a text that has to be typed before the button works.
 */
export function TaskDialog(props: {
  title: string
  button: string
  kind?: 'primary' | 'danger'
  typed?: { label: string; text: string }
  onSubmit: () => Promise<unknown>
  onClose: () => void
  children?: ComponentChildren
}) {
  const formId = useId()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  async function submit(event: Event) {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await props.onSubmit()
      props.onClose()
    } catch (cause) {
      setError(sentenceOf(cause))
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind={props.kind ?? 'primary'}
            type="submit"
            form={formId}
            busy={isBusy}
            disabled={props.typed !== undefined && typed !== props.typed.text}
          >
            {props.button}
          </Button>
        </>
      }
    >
      <form id={formId} class="dialog-form" onSubmit={(event) => void submit(event)}>
        {props.children}
        {props.typed && (
          <Field
            label={props.typed.label}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        {error && <FormError sentence={error} />}
      </form>
    </Dialog>
  )
}

export function FormError({ sentence }: { sentence: string }) {
  return (
    <p class="form-error" role="alert">
      <Icon name="alert" size={18} /> {sentence}
    </p>
  )
}
