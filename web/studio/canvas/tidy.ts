import { canvas } from '../sync/canvas-sync.ts'
import { arrange } from './actions.ts'
import { chosenTiles } from './choice.ts'
import { tidied } from './layout.ts'
import { fitAll } from './view-moves.ts'

/** Lays out what is chosen, or everything, in even rows: one step to undo. */
export function tidy() {
  const picked = chosenTiles()
  arrange(tidied(picked.length > 1 ? picked : [...canvas.value.values()]))
  if (picked.length < 2) fitAll()
}
