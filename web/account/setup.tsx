import { useState } from 'preact/hooks'
import { AccountForm, AccountFrame } from './frame.tsx'
import { PasswordField } from './password-field.tsx'
import { UsernameField } from './username-field.tsx'

export function SetupPage(props: {
  token: string
  onSubmit: (username: string, password: string) => Promise<void>
}) {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
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
      <AccountForm button="Open the vault" onSubmit={() => props.onSubmit(username, password)}>
        <UsernameField value={username} onInput={setUsername} />
        <PasswordField
          label="Password"
          isNew
          names={[username]}
          value={password}
          onInput={setPassword}
        />
      </AccountForm>
    </AccountFrame>
  )
}
