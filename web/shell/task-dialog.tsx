import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from './form-error.tsx'
import { useSubmit } from './use-submit.ts'

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
  const { error, isBusy, submit } = useSubmit(async () => {
    await props.onSubmit()
    props.onClose()
  })
  const [typed, setTyped] = useState('')
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
      <form id={formId} class="dialog-form" onSubmit={submit}>
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
