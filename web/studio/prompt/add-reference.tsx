import { useState } from 'preact/hooks'
import type { CanvasView } from '#contracts/canvas'
import type { StudioModel } from '#contracts/generations'
import type { Prompt, Reference } from '#contracts/prompt'
import { lazyPage } from '../../shell/lazy-page.tsx'
import { Menu } from '../menu.tsx'
import { StudioIcon } from '../studio-icon.tsx'
import { changePrompt } from './prompt-state.ts'

const PickPicture = lazyPage(
  async () => (await import('../../editor/pick-picture.tsx')).PickPicture,
  null,
)
const PickTile = lazyPage(async () => (await import('../dialogs/pick-tile.tsx')).PickTile, null)

/** Adds a picture as an example, of the library or of the canvas; nothing where the model takes none. */
export function AddReference(props: { about: CanvasView; prompt: Prompt; model: StudioModel }) {
  const { about, prompt, model } = props
  const [picking, setPicking] = useState<'file' | 'tile' | null>(null)
  if (model.maxReferences === 0) return null
  const close = () => setPicking(null)
  function add(reference: Reference) {
    close()
    const others = prompt.references.filter((each) => !isSame(each, reference))
    // One more than the model takes: the last one makes room.
    const references = [...others.slice(0, model.maxReferences - 1), reference]
    const isFirst = references.length === 1
    changePrompt(about.id, {
      references,
      ...(isFirst && model.hasStrength && prompt.strength === null && { strength: 0.6 }),
    })
  }
  return (
    <>
      <Menu
        label={`Take a picture as an example (up to ${model.maxReferences})`}
        items={[
          { name: 'From the library…', icon: 'image', run: () => setPicking('file') },
          { name: 'From this canvas…', icon: 'album', run: () => setPicking('tile') },
        ]}
      >
        <StudioIcon name="attach" />
      </Menu>
      {picking === 'file' && (
        <PickPicture
          spaceId={about.spaceId}
          title="Take as an example"
          onPick={({ id }) => add({ kind: 'file', file: id })}
          onClose={close}
        />
      )}
      {picking === 'tile' && <PickTile onPick={add} onClose={close} />}
    </>
  )
}

const isSame = (one: Reference, other: Reference) => JSON.stringify(one) === JSON.stringify(other)
