import { Field } from '../ui/field.tsx'
import { formatBytes } from '../ui/format.ts'
import { readQuota } from './quota-text.ts'

const usual = ['10 GB', '50 GB', '100 GB', '500 GB', '1 TB']

/** How much may be kept, as people say it, with the usual answers one press away. */
export function QuotaField(props: {
  label: string
  text: string
  /** What an empty field means, when it may be empty. */
  emptyHint?: string
  onText: (text: string) => void
}) {
  const { bytes, problem } = readQuota(props.text)
  const isEmpty = props.text.trim() === '' && props.emptyHint !== undefined
  const hint = isEmpty ? props.emptyHint : (problem ?? `That is ${formatBytes(bytes)}.`)
  return (
    <div class="quota-field">
      <Field
        label={props.label}
        name="quota"
        autocomplete="off"
        value={props.text}
        hint={hint ?? ''}
        onInput={(event) => props.onText(event.currentTarget.value)}
      />
      <div class="quota-usual">
        {usual.map((text) => (
          <button
            key={text}
            type="button"
            aria-pressed={props.text === text}
            onClick={() => props.onText(text)}
          >
            {text}
          </button>
        ))}
      </div>
    </div>
  )
}
