import { useId } from 'preact/hooks'
import { Field } from '../ui/field.tsx'
import type { Parameter } from './parameters.ts'

/** One parameter to turn; null is what says nothing. */
export function Knob(props: {
  parameter: Parameter
  value: string | null
  onChange: (value: string | null) => void
}) {
  const { parameter, value, onChange } = props
  const id = useId()
  switch (parameter.kind) {
    case 'text':
      return (
        <Field
          label={parameter.label}
          placeholder={parameter.example}
          value={value ?? ''}
          spellcheck={false}
          autocapitalize="none"
          onInput={(event) => onChange(event.currentTarget.value || null)}
        />
      )
    case 'choice':
      return (
        <div class="field">
          <label for={id}>{parameter.label}</label>
          <select
            id={id}
            value={value ?? ''}
            onChange={(event) => onChange(event.currentTarget.value || null)}
          >
            <option value="">–</option>
            {parameter.options.map((option) => (
              <option key={option} value={option}>
                {option}
              </option>
            ))}
          </select>
        </div>
      )
    case 'flag':
      return (
        <label class="playground-flag">
          <input
            type="checkbox"
            checked={value === parameter.value}
            onChange={(event) => onChange(event.currentTarget.checked ? parameter.value : null)}
          />
          {parameter.label}
        </label>
      )
    case 'colour':
      return (
        <div class="playground-colour">
          <label for={id}>{parameter.label}</label>
          <input
            id={id}
            type="color"
            value={`#${/^[0-9a-f]{6}$/.test(value ?? '') ? value : '808080'}`}
            onInput={(event) => onChange(event.currentTarget.value.slice(1))}
          />
          <button type="button" disabled={value === null} onClick={() => onChange(null)}>
            {value === null ? 'none' : `${value} ×`}
          </button>
        </div>
      )
    case 'range': {
      const at = Number(value ?? parameter.off)
      return (
        <div class="playground-range">
          <label for={id}>{parameter.label}</label>
          <output class="figures">{at}</output>
          <input
            id={id}
            type="range"
            {...{ min: parameter.min, max: parameter.max, step: parameter.step }}
            value={Number.isFinite(at) ? at : parameter.off}
            onInput={(event) => {
              const asked = Number(event.currentTarget.value)
              onChange(asked === parameter.off ? null : String(asked))
            }}
          />
        </div>
      )
    }
  }
}
