import { useState } from 'preact/hooks'
import { Sheet } from '../ui/sheet.tsx'
import { showToast } from '../ui/toast.tsx'
import { changePassword } from './own-account.ts'
import { PasswordField } from './password-field.tsx'
import { SmallForm } from './small-form.tsx'

export function PasswordSheet({ username }: { username: string }) {
  const [password, setPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  async function save() {
    await changePassword({ password, newPassword })
    setPassword('')
    setNewPassword('')
    showToast('Your password is changed. Everything else that was signed in is signed out.')
  }
  return (
    <Sheet title="Password" lead="Changing it signs out every other device.">
      <SmallForm
        button="Change the password"
        isIdle={password === '' || newPassword === ''}
        onSubmit={save}
      >
        {/* So that a password manager knows whose password changes. */}
        <input hidden readOnly type="text" autocomplete="username" value={username} />
        <PasswordField label="Password now" value={password} onInput={setPassword} />
        <PasswordField
          label="New password"
          isNew
          names={[username]}
          value={newPassword}
          onInput={setNewPassword}
        />
      </SmallForm>
    </Sheet>
  )
}
