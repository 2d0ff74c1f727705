import type { Me } from '#contracts/accounts'
import { StateNote } from '../../ui/state-notes.tsx'

/** The canvases of somebody. */
export function CanvasesPage(_props: { me: Me }) {
  return (
    <StateNote icon="image" title="The studio">
      Open a canvas by its address.
    </StateNote>
  )
}
