import { useEffect, useRef, useState } from 'preact/hooks'
import type { LoginRequest } from '#contracts/accounts'
import { ApiError, sentenceOf } from '../api.ts'
import { FormError } from '../shell/form-error.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { AccountForm, AccountFrame, WayTo } from './frame.tsx'
import { PasswordField } from './password-field.tsx'

export interface SignInProps {
  onSubmit: (request: LoginRequest) => Promise<void>
  onPasskey: () => Promise<void>
}

/** Signing in: name and password, then a code where the account asks for one; or a passkey alone. */
export function SignInPage({ onSubmit, onPasskey }: SignInProps) {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [isCodeAsked, setCodeAsked] = useState(false)
  if (isCodeAsked) {
    return (
      <CodeStep
        onSubmit={(secondFactor) => onSubmit({ username, password, secondFactor })}
        onBack={() => {
          setPassword('')
          setCodeAsked(false)
        }}
      />
    )
  }
  async function submit() {
    try {
      await onSubmit({ username, password })
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'second_factor_required') throw error
      setCodeAsked(true)
    }
  }
  return (
    <AccountFrame
      title="Sign in"
      lead="Your pictures are where you left them, at home."
      foot={
        <>
          <p>
            New here? <WayTo href="/register">Register with an invite</WayTo> or{' '}
            <WayTo href="/request-access">ask for access</WayTo>.
          </p>
          <p>Forgot your password? Ask your admin for a link.</p>
        </>
      }
    >
      <AccountForm button="Sign in" onSubmit={submit}>
        <Field
          label="Username or e-mail"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          maxLength={254}
          value={username}
          onInput={(event) => setUsername(event.currentTarget.value)}
        />
        <PasswordField label="Password" value={password} onInput={setPassword} />
      </AccountForm>
      {'PublicKeyCredential' in window && <PasskeyStep onPasskey={onPasskey} />}
    </AccountFrame>
  )
}

function PasskeyStep({ onPasskey }: Pick<SignInProps, 'onPasskey'>) {
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  async function ask() {
    setBusy(true)
    setError(null)
    await onPasskey().catch((cause: unknown) => setError(sentenceOf(cause)))
    setBusy(false)
  }
  return (
    <div class="account-or">
      <p class="quiet">or</p>
      <Button icon="key" busy={isBusy} onClick={() => void ask()}>
        Sign in with a passkey
      </Button>
      {error && <FormError sentence={error} />}
    </div>
  )
}

function CodeStep(props: { onSubmit: (code: string) => Promise<void>; onBack: () => void }) {
  const [code, setCode] = useState('')
  const [isRecovery, setRecovery] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  // The `autofocus` of HTML is only for what comes with the page.
  useEffect(() => place.current?.querySelector('input')?.focus(), [isRecovery])
  return (
    <AccountFrame
      title="One more step"
      lead={
        isRecovery
          ? 'Type one of the recovery codes that you kept. Each opens the account one time.'
          : 'Open your authenticator app and type the six digits that it shows now.'
      }
      foot={
        <p class="account-ways">
          <Button
            kind="quiet"
            onClick={() => {
              setCode('')
              setRecovery(!isRecovery)
            }}
          >
            {isRecovery ? 'Use the authenticator app' : 'Use a recovery code'}
          </Button>
          <Button kind="quiet" onClick={props.onBack}>
            Start over
          </Button>
        </p>
      }
    >
      <div ref={place}>
        <AccountForm
          key={isRecovery ? 'recovery' : 'app'}
          button="Sign in"
          onSubmit={() => props.onSubmit(code)}
        >
          <Field
            label={isRecovery ? 'Recovery code' : 'Code'}
            name="code"
            class="code-input"
            autocomplete={isRecovery ? 'off' : 'one-time-code'}
            inputMode={isRecovery ? 'text' : 'numeric'}
            autocapitalize="none"
            spellcheck={false}
            required
            minLength={6}
            maxLength={40}
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        </AccountForm>
      </div>
    </AccountFrame>
  )
}
