import type { Me } from '#contracts/accounts'

/** One's own account: profile, storage, password, sessions and how signing in is protected. */
export function AccountPage({ me }: { me: Me; path: string }) {
  return <p class="page-note">{me.username}</p>
}
