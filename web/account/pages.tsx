import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Icon, Mark } from '../ui/icons.tsx'

/** The frame around signing in: the mark, what this is, and one form. */
function AccountFrame(props: { title: string; lead: string; children: ComponentChildren }) {
  return (
    <main class="account">
      <section class="account-story" aria-hidden="true">
        <div class="account-frames">
          <span />
          <span />
          <span>
            <Icon name="check" size={64} />
          </span>
        </div>
        <p>Previews at the edge, originals at home, and proof of every copy.</p>
      </section>
      <section class="account-form">
        <p class="wordmark">
          <Mark /> CloudVault
        </p>
        <h1>{props.title}</h1>
        <p class="quiet">{props.lead}</p>
        {props.children}
      </section>
    </main>
  )
}

/** A form that shows what went wrong beside its button and keeps what was typed. */
function AccountForm(props: {
  button: string
  onSubmit: (fields: { username: string; password: string }) => Promise<void>
  isNew: boolean
}) {
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  async function submit(event: Event) {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await props.onSubmit({ username, password })
    } catch (cause) {
      setError(sentenceOf(cause))
      setBusy(false)
    }
  }
  return (
    <form class="account-fields" onSubmit={(event) => void submit(event)}>
      <Field
        label="Username"
        name="username"
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
        minLength={props.isNew ? 2 : 1}
        maxLength={40}
        value={username}
        onInput={(event) => setUsername(event.currentTarget.value)}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autocomplete={props.isNew ? 'new-password' : 'current-password'}
        required
        minLength={props.isNew ? 8 : 1}
        maxLength={256}
        {...(props.isNew
          ? { hint: 'At least 8 characters. A few words are better than a riddle.' }
          : {})}
        value={password}
        onInput={(event) => setPassword(event.currentTarget.value)}
      />
      {error && (
        <p class="form-error" role="alert">
          <Icon name="alert" size={18} /> {error}
        </p>
      )}
      <Button kind="primary" type="submit" busy={isBusy}>
        {props.button}
      </Button>
    </form>
  )
}

export function SetupPage(props: {
  token: string
  onSubmit: (username: string, password: string) => Promise<void>
}) {
  if (props.token === '') {
    return (
      <AccountFrame
        title="This vault has no admin yet"
        lead="When CloudVault started, it printed a link in the terminal that makes the first admin. Open that link."
      >
        <p class="account-hint mono">npm start</p>
      </AccountFrame>
    )
  }
  return (
    <AccountFrame
      title="Make the first admin"
      lead="This account looks after the vault: its disks, its people and its rules. The link works once."
    >
      <AccountForm
        button="Open the vault"
        isNew
        onSubmit={({ username, password }) => props.onSubmit(username, password)}
      />
    </AccountFrame>
  )
}

export function SignInPage(props: {
  onSubmit: (username: string, password: string) => Promise<void>
}) {
  return (
    <AccountFrame title="Sign in" lead="Your pictures are where you left them, at home.">
      <AccountForm
        button="Sign in"
        isNew={false}
        onSubmit={({ username, password }) => props.onSubmit(username, password)}
      />
    </AccountFrame>
  )
}
