import { useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import { formatDate } from '../ui/format.ts'
import { Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { EmailField } from './email-field.tsx'
import { changeEmail } from './own-account.ts'
import { SmallForm } from './small-form.tsx'

/** Who one is in this vault. */
export function ProfileSheet({ me, createdAt }: { me: Me; createdAt: string | null }) {
  const [email, setEmail] = useState(me.email ?? '')
  const typed = email.trim()
  async function save() {
    await changeEmail(typed === '' ? null : typed)
    showToast(typed === '' ? 'Your e-mail address is gone.' : 'Your e-mail address is kept.')
  }
  return (
    <Sheet title="Profile" lead="What others of this vault see is your username.">
      <div class="profile">
        <span class="profile-sign" aria-hidden="true">
          {[...me.username][0]?.toUpperCase()}
        </span>
        <div>
          <p class="profile-name">
            {me.username} {me.isAdmin && <Badge kind="proof">Admin</Badge>}
          </p>
          <p class="quiet">{createdAt === null ? ' ' : `Here since ${formatDate(createdAt)}`}</p>
        </div>
      </div>
      <SmallForm button="Save" isIdle={typed === (me.email ?? '')} isInline onSubmit={save}>
        <EmailField
          label="E-mail"
          hint="You can sign in with it. It is shown to admins and to nobody else."
          value={email}
          onInput={setEmail}
        />
      </SmallForm>
    </Sheet>
  )
}
