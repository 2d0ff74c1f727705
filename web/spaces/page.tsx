import type { Me } from '#contracts/accounts'

/** One's spaces at /spaces, and one of them with its members, keys and activity at /spaces/ID. */
export function SpacesPage({ me }: { me: Me; path: string }) {
  return <p class="page-note">{me.spaces.length}</p>
}
