import type { Permission } from '#contracts/folders'

export const permissionOptions: readonly { value: Permission; name: string }[] = [
  { value: 'view', name: 'View' },
  { value: 'edit', name: 'Edit' },
]

export const permissionHints: Record<Permission, string> = {
  view: 'They look, search and download.',
  edit: 'They also upload, change, move and delete.',
}

export const permissionNames: Record<Permission, string> = {
  view: 'You may look and download',
  edit: 'You may also upload, change and delete',
}
