import type { Me } from '#contracts/accounts'
import type { CanvasView } from '#contracts/canvas'

/** What belongs to the canvas as a whole; `onTidy` lays out what is chosen, or everything. */
export function StudioToolbar(_props: { me: Me; about: CanvasView; onTidy: () => void }) {
  return null
}
