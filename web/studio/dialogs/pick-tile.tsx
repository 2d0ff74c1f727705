import '../../editor/pick-picture.css'
import type { Tile } from '#contracts/canvas'
import type { Reference } from '#contracts/prompt'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icons.tsx'
import { useReferencePicture } from '../prompt/reference-picture.ts'
import { canvas, chosen } from '../sync/canvas-sync.ts'

/** One of the pictures on the canvas, but those that are chosen: they are what is made. */
export function PickTile(props: { onPick: (reference: Reference) => void; onClose: () => void }) {
  const pictures = [...canvas.value.values()].flatMap((tile) => {
    const reference = chosen.value.includes(tile.id) ? null : pictureOf(tile)
    return reference ? [{ id: tile.id, reference }] : []
  })
  return (
    <Dialog
      title="Take as an example"
      onClose={props.onClose}
      actions={<Button onClick={props.onClose}>Cancel</Button>}
    >
      {pictures.length === 0 && <p>There is no other picture on this canvas yet.</p>}
      <div class="pick-picture">
        {pictures.map(({ id, reference }) => (
          <PictureButton key={id} reference={reference} onPick={() => props.onPick(reference)} />
        ))}
      </div>
    </Dialog>
  )
}

function PictureButton(props: { reference: Reference; onPick: () => void }) {
  const { url, name } = useReferencePicture(props.reference)
  return (
    <button type="button" title={name} onClick={props.onPick}>
      {url ? <img src={url} alt={name} loading="lazy" /> : <Icon name="image" />}
    </button>
  )
}

/** The picture of a tile as a reference; null where it has none. */
export function pictureOf(tile: Tile): Reference | null {
  switch (tile.kind) {
    case 'file':
      return { kind: 'file', file: tile.file }
    case 'prompt':
      return tile.shown === null ? null : { kind: 'generation', generation: tile.shown }
    case 'note':
      return null
  }
}
