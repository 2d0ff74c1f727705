import { useEffect, useState } from 'preact/hooks'
import { answer, api } from '../api.ts'
import { Field } from '../ui/field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { EmailField } from './email-field.tsx'
import { AccountForm, AccountFrame, WayTo } from './frame.tsx'
import { PasswordField } from './password-field.tsx'
import { register } from './state.ts'
import { useHash } from './use-hash.ts'
import { UsernameField } from './username-field.tsx'

/** Making an account with an invite: its code comes with the link, or is typed. */
export function RegisterPage() {
  const fromLink = useHash()
  const [typedCode, setTypedCode] = useState('')
  const [username, setUsername] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const isOpen = useOpenRegistration()
  const inviteCode = (fromLink || typedCode).trim()
  return (
    <AccountFrame
      title={fromLink ? 'You are invited' : 'Make an account'}
      lead={
        fromLink
          ? 'Choose a name and a password, and the vault is yours to fill.'
          : isOpen
            ? 'This vault takes new people without an invite.'
            : 'This vault takes people who bring an invite.'
      }
      foot={
        <>
          <p>
            You have an account? <WayTo href="/login">Sign in</WayTo>.
          </p>
          {!fromLink && !isOpen && (
            <p>
              No invite? <WayTo href="/request-access">Ask for access</WayTo>.
            </p>
          )}
        </>
      }
    >
      <AccountForm
        button="Make my account"
        onSubmit={() =>
          register({
            ...{ username: username.trim(), password },
            ...(email.trim() !== '' && { email: email.trim() }),
            ...(inviteCode !== '' && { inviteCode }),
          })
        }
      >
        {!fromLink && (
          <Field
            label={isOpen ? 'Invite code, if you have one' : 'Invite code'}
            name="invite-code"
            class="mono"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            placeholder="cv-"
            required={!isOpen}
            maxLength={80}
            value={typedCode}
            onInput={(event) => setTypedCode(event.currentTarget.value)}
          />
        )}
        <UsernameField value={username} onInput={setUsername} />
        <EmailField label="E-mail, if you like" value={email} onInput={setEmail} />
        <PasswordField
          label="Password"
          isNew
          names={[username, email.split('@')[0] ?? '']}
          value={password}
          onInput={setPassword}
        />
      </AccountForm>
    </AccountFrame>
  )
}

/** Whether anyone may register; as long as that is not known, an invite is asked for. */
function useOpenRegistration(): boolean {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    answer(api.api.setup.$get()).then(
      ({ registrationOpen }) => setOpen(registrationOpen),
      () => {},
    )
  }, [])
  return isOpen
}

/** Asking an admin for an invite. The answer does not say who has an account. */
export function RequestAccessPage() {
  const [email, setEmail] = useState('')
  const [username, setUsername] = useState('')
  const [message, setMessage] = useState('')
  const [isReceived, setReceived] = useState(false)
  if (isReceived) {
    return (
      <AccountFrame
        title="Your request is with the admin"
        lead="If it is granted, you get a link that makes your account. Until then there is nothing to do."
        foot={
          <p>
            <WayTo href="/login">Back to signing in</WayTo>
          </p>
        }
      />
    )
  }
  async function submit() {
    const json = {
      email: email.trim(),
      ...(username.trim() !== '' && { username: username.trim() }),
      ...(message.trim() !== '' && { message: message.trim() }),
    }
    await answer(api.api.auth['request-access'].$post({ json }))
    setReceived(true)
  }
  return (
    <AccountFrame
      title="Ask for access"
      lead="Tell the admin who you are. They see this and nothing else."
      foot={
        <>
          <p>
            You have an invite? <WayTo href="/register">Make an account</WayTo>.
          </p>
          <p>
            You have an account? <WayTo href="/login">Sign in</WayTo>.
          </p>
        </>
      }
    >
      <AccountForm button="Send the request" onSubmit={submit}>
        <EmailField label="E-mail" isRequired value={email} onInput={setEmail} />
        <Field
          label="The username you would like"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          minLength={2}
          maxLength={40}
          value={username}
          onInput={(event) => setUsername(event.currentTarget.value)}
        />
        <TextField
          label="A word to the admin"
          name="message"
          maxLength={1_000}
          value={message}
          onInput={setMessage}
        />
      </AccountForm>
    </AccountFrame>
  )
}
