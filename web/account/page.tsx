import './page.css'
import { useEffect } from 'preact/hooks'
import type { Account, Me } from '#contracts/accounts'
import { sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { follow } from '../ui/route.ts'
import { Sheet } from '../ui/sheet.tsx'
import { SelectTheme } from './appearance.tsx'
import { account, loadAccount } from './own-account.ts'
import { PasswordSheet } from './password-sheet.tsx'
import { ProfileSheet } from './profile-sheet.tsx'
import { ProtectionSheets } from './protection-sheets.tsx'
import { SessionsSheet } from './sessions-sheet.tsx'
import { refreshMe } from './state.ts'
import { StorageSheet } from './storage-sheet.tsx'

/** One's own account: profile, storage, password, sessions and how signing in is protected. */
export function AccountPage({ me }: { me: Me; path: string }) {
  useEffect(() => {
    void loadAccount()
    void refreshMe()
  }, [])
  const { value, error } = account.value
  return (
    <div class="sheets settings">
      <ProfileSheet me={me} createdAt={value?.createdAt ?? null} />
      <StorageSheet me={me} trashBytes={value?.trashBytes ?? null} />
      <SelectTheme />
      <PasswordSheet username={me.username} />
      <Protection value={value} error={error} />
      <SessionsSheet />
      <ForPrograms />
    </div>
  )
}

function Protection({ value, error }: { value: Account | null; error: unknown }) {
  if (value) return <ProtectionSheets account={value} />
  return (
    <Sheet title="Second factor">
      {error === null ? (
        <div class="sheet-loading" role="status" aria-label="Loading">
          <span class="skeleton" />
        </div>
      ) : (
        <div class="page-failure" role="alert">
          <p>{sentenceOf(error)}</p>
          <Button icon="retry" onClick={() => void loadAccount()}>
            Try again
          </Button>
        </div>
      )}
    </Sheet>
  )
}

/** What programs can do here: to read and to try. */
function ForPrograms() {
  return (
    <Sheet title="For programs" lead="Keys for them are made on the page of a space.">
      <ul class="settings-links">
        <li>
          <a href="/docs">The API</a>, all of it, to read and to try
        </li>
        <li>
          <a href="/playground" onClick={follow}>
            Playground
          </a>{' '}
          for made pictures
        </li>
        <li>
          <a href="/faces" onClick={follow}>
            Faces
          </a>{' '}
          with a camera or without
        </li>
      </ul>
    </Sheet>
  )
}
