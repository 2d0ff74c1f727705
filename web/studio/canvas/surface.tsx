import type { Me } from '#contracts/accounts'
import type { CanvasView } from '#contracts/canvas'

/** The ground with its tiles. */
export function Surface(_props: { me: Me; about: CanvasView | null }) {
  return <div class="studio-stage" />
}
