import { signal } from '@preact/signals'
import type { FolderId, SpaceId } from '#contracts/ids'

/**
 * The folder whose page is open: what is uploaded meanwhile goes into it. `folderId` is null at the
 * top of a space and in albums, which only show files that lie elsewhere.
 */
export interface ShownFolder {
  spaceId: SpaceId
  folderId: FolderId | null
  canEdit: boolean
}

export const shownFolder = signal<ShownFolder | null>(null)
