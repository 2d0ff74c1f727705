import { canvas, chosen, edit } from '../sync/canvas-sync.ts'
import { tidied } from './layout.ts'

/** Lays out what is chosen, or everything, in even rows: one step to undo. */
export function tidy() {
  const all = [...canvas.value.values()]
  const picked = all.filter(({ id }) => chosen.value.includes(id))
  const changes = tidied(picked.length > 1 ? picked : all)
  for (let at = 0; at < changes.length; at += 500) {
    edit([{ type: 'change', changes: changes.slice(at, at + 500) }], { step: 'tidy' })
  }
}
