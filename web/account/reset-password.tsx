import { useState } from 'preact/hooks'
import { navigate } from '../ui/route.ts'
import { showToast } from '../ui/toast.tsx'
import { AccountForm, AccountFrame, WayTo } from './frame.tsx'
import { PasswordField } from './password-field.tsx'
import { resetPassword } from './state.ts'
import { useHash } from './use-hash.ts'

/** Choosing a new password with the link that an admin made. */
export function ResetPasswordPage() {
  const token = useHash()
  const [password, setPassword] = useState('')
  const foot = (
    <p>
      You remember it after all? <WayTo href="/login">Sign in</WayTo>.
    </p>
  )
  if (token === '') {
    return (
      <AccountFrame
        title="This needs a link"
        lead="Ask your admin for a link that sets a new password, and open it as a whole."
        foot={foot}
      />
    )
  }
  async function submit() {
    await resetPassword({ token, newPassword: password })
    navigate('/login', { replace: true })
    showToast('Your new password is set. Sign in with it.')
  }
  return (
    <AccountFrame
      title="Choose a new password"
      lead="The link works once. Wherever you are still signed in, that ends."
      foot={foot}
    >
      <AccountForm button="Set the password" onSubmit={submit}>
        <PasswordField label="New password" isNew value={password} onInput={setPassword} />
      </AccountForm>
    </AccountFrame>
  )
}
