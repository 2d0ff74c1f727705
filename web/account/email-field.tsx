import { Field } from '../ui/field.tsx'

export function EmailField(props: {
  label: string
  isRequired?: boolean
  hint?: string
  value: string
  onInput: (value: string) => void
}) {
  return (
    <Field
      label={props.label}
      name="email"
      type="email"
      autocomplete="email"
      required={props.isRequired ?? false}
      maxLength={254}
      {...(props.hint !== undefined ? { hint: props.hint } : {})}
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  )
}
