import { useId } from 'preact/hooks'

/** Some sentences. */
export function TextField(props: {
  label: string
  name?: string
  rows?: number
  maxLength: number
  value: string
  onInput: (value: string) => void
}) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <textarea
        id={id}
        name={props.name}
        rows={props.rows ?? 4}
        maxLength={props.maxLength}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </div>
  )
}
