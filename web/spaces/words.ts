import type { Role, SpaceKind } from '#contracts/spaces'

export const kindNames: Record<SpaceKind, string> = {
  personal: 'Personal',
  shared: 'Shared',
  organization: 'Organization',
}

export const roleNames: Record<Role, string> = {
  viewer: 'Viewer',
  editor: 'Editor',
  admin: 'Admin',
}

/** What each role may, in the order of how much. */
export const roleOptions: readonly { value: Role; name: string }[] = [
  { value: 'viewer', name: 'Viewer' },
  { value: 'editor', name: 'Editor' },
  { value: 'admin', name: 'Admin' },
]

/** `1 member`, `3 members`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return number === 1 ? `1 ${one}` : `${number.toLocaleString('en')} ${many}`
}

export const roleHints: Record<Role, string> = {
  viewer: 'Looks and downloads.',
  editor: 'Also uploads, changes and deletes.',
  admin: 'Also looks after members, keys and the space itself.',
}
