import type { ComponentChildren } from 'preact'
import { FormError } from '../shell/form-error.tsx'
import { useSubmit } from '../shell/use-submit.ts'
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
  const { error, isBusy, submit } = useSubmit(props.onSubmit)
  return (
    <form class={`small-form ${props.isInline ? 'small-form-inline' : ''}`} onSubmit={submit}>
      {props.children}
      <Button type="submit" busy={isBusy} disabled={props.isIdle}>
        {props.button}
      </Button>
      {error && <FormError sentence={error} />}
    </form>
  )
}
