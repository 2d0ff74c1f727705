import { signal } from '@preact/signals'
import type { FolderId, SpaceId } from '#contracts/ids'
import type { Into } from '../library/upload-queue.ts'

/**
 * The folder whose page is open: what is uploaded meanwhile goes into it. `folderId` is null at the
 * top of a space and in albums, which only show files that lie elsewhere: there they are shown, too.
 */
export interface ShownFolder {
  spaceId: SpaceId
  folderId: FolderId | null
  /** The folder or the album itself; null at the top of a space. */
  into: Into | null
  canEdit: boolean
}

export const shownFolder = signal<ShownFolder | null>(null)
