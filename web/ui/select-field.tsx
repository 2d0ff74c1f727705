import { useId } from 'preact/hooks'

/** A choice of a few, by the browser's own list. */
export function SelectField<Value extends string>(props: {
  label: string
  /** The label is read out but not shown. */
  isLabelHidden?: boolean
  value: Value
  options: readonly { value: Value; name: string }[]
  disabled?: boolean
  onPick: (value: Value) => void
}) {
  const id = useId()
  return (
    <div class="field">
      <label for={id} class={props.isLabelHidden ? 'visually-hidden' : ''}>
        {props.label}
      </label>
      <select
        id={id}
        value={props.value}
        disabled={props.disabled ?? false}
        onChange={(event) => {
          const picked = props.options[event.currentTarget.selectedIndex]
          if (picked) props.onPick(picked.value)
        }}
      >
        {props.options.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
