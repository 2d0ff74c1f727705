import { Field } from '../ui/field.tsx'

/** The name of a new account. */
export function UsernameField(props: { value: string; onInput: (value: string) => void }) {
  return (
    <Field
      label="Username"
      name="username"
      autocomplete="username"
      autocapitalize="none"
      spellcheck={false}
      required
      minLength={2}
      maxLength={40}
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  )
}
