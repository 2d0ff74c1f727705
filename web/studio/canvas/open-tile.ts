import type { Tile } from '#contracts/canvas'
import { navigate } from '../../ui/route.ts'
import { canEdit } from '../sync/canvas-sync.ts'
import { choose } from './choice.ts'
import { startEditingNote } from './surface-state.ts'
import { fitChosen } from './view-moves.ts'

/** What Enter and a double click do: a note is written, words go on, a file of the library is opened. */
export function openTile(tile: Tile) {
  choose([tile.id])
  switch (tile.kind) {
    case 'note':
      if (canEdit.value) startEditingNote(tile.id)
      return
    case 'prompt': {
      const field = document.querySelector<HTMLElement>('[data-prompt-field]')
      if (field && canEdit.value) field.focus()
      else fitChosen()
      return
    }
    case 'file':
      navigate(`/photo/${tile.file}`)
  }
}
