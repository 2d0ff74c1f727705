import type { Account } from '#contracts/accounts'
import { PasskeysSheet } from './passkeys-sheet.tsx'
import { TotpSheet } from './totp-sheet.tsx'

/** What stands between a stolen password and the pictures. */
export function ProtectionSheets({ account }: { account: Account }) {
  return (
    <>
      <TotpSheet hasTotp={account.hasTotp} codesLeft={account.recoveryCodesLeft} />
      <PasskeysSheet />
    </>
  )
}
