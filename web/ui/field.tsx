import type { InputHTMLAttributes } from 'preact'
import { useId } from 'preact/hooks'

type FieldProps = InputHTMLAttributes<HTMLInputElement> & { label: string; hint?: string }

export function Field({ label, hint, ...input }: FieldProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input {...input} id={id} {...(hint ? { 'aria-describedby': `${id}-hint` } : {})} />
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
