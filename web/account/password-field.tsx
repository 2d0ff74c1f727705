import { useId, useState } from 'preact/hooks'
import { type Strength, strengthOf } from './password-strength.ts'

/** A password that can be looked at while it is typed; a new one is told how hard it is to guess. */
export function PasswordField(props: {
  label: string
  value: string
  isNew?: boolean
  /** Names that must not be the password, for the hint. */
  names?: string[]
  autoFocus?: boolean
  onInput: (value: string) => void
}) {
  const id = useId()
  const [isShown, setShown] = useState(false)
  const { isNew = false } = props
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <div class="password-box">
        <input
          id={id}
          name="password"
          {...(isShown ? { type: 'text' as const } : { type: 'password' as const })}
          autocomplete={isNew ? 'new-password' : 'current-password'}
          autocapitalize="none"
          spellcheck={false}
          required
          minLength={isNew ? 8 : 1}
          maxLength={256}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          {...(isNew ? { 'aria-describedby': `${id}-hint` } : {})}
          {...(props.autoFocus ? { autoFocus: true } : {})}
        />
        <button
          type="button"
          class="password-show"
          aria-pressed={isShown}
          aria-label={isShown ? 'Hide the password' : 'Show the password'}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? 'Hide' : 'Show'}
        </button>
      </div>
      {isNew && <StrengthHint id={`${id}-hint`} {...strengthOf(props.value, props.names ?? [])} />}
    </div>
  )
}

function StrengthHint({ id, level, sentence }: Strength & { id: string }) {
  return (
    <div class={`strength strength-${level}`}>
      <div class="strength-bars" aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
      <p class="field-hint" id={id} aria-live="polite">
        {sentence}
      </p>
    </div>
  )
}
