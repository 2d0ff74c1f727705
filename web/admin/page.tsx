import type { Me } from '#contracts/accounts'

/** The vault's administration: users, invites, requests, audit and limits, one tab each. */
export function AdminPage({ path }: { me: Me; path: string }) {
  return <p class="page-note">{path}</p>
}
