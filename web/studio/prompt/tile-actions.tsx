import { useState } from 'preact/hooks'
import type { CanvasView } from '#contracts/canvas'
import type { StudioModel } from '#contracts/generations'
import { lazyPage } from '../../shell/lazy-page.tsx'
import { Icon } from '../../ui/icons.tsx'
import { follow } from '../../ui/route.ts'
import { placesBeside } from '../dialogs/beside.ts'
import { toggleFavorite } from '../favorites/favorites.ts'
import { openPanel, togglePanel } from '../panel.tsx'
import { addTiles, canvas, generations } from '../sync/canvas-sync.ts'
import { ToolButton } from '../tool-button.tsx'
import { keepInSight } from './keep-in-sight.ts'
import { fittedTo } from './models.ts'
import { makePicture, newSeed, type PromptTile } from './prompt-state.ts'

const KeepDialog = lazyPage(
  async () => (await import('../dialogs/keep-dialog.tsx')).KeepDialog,
  null,
)
const VariationsDialog = lazyPage(
  async () => (await import('../dialogs/variations-dialog.tsx')).VariationsDialog,
  null,
)

/** What can be done with the picture of the chosen tile. */
export function TileActions(props: {
  about: CanvasView
  tile: PromptTile
  model: StudioModel | undefined
}) {
  const { about, tile, model } = props
  const [open, setOpen] = useState<'variations' | 'keep' | null>(null)
  const close = () => setOpen(null)
  const shown = tile.shown === null ? undefined : generations.value.get(tile.shown)
  const hasPicture = shown?.state === 'done'
  if (!hasPicture && tile.prompt.text.trim() === '') return null

  /** A new tile beside it, of its picture and other luck. */
  function vary() {
    if (!shown || !model) return
    const prompt = fittedTo(
      {
        ...tile.prompt,
        ...{ seed: newSeed(), mask: null, strength: 0.6 },
        references: [{ kind: 'generation', generation: shown.id }],
      },
      model,
    )
    const [place = { x: tile.x, y: tile.y }] = placesBeside(tile, [...canvas.value.values()], 1)
    const { width, height } = tile
    const [made] = addTiles([
      { kind: 'prompt', ...place, width, height, prompt, parent: tile.id, shown: null },
    ])
    if (!made) return
    void makePicture(about.id, made, { stage: 'full', prompt })
    keepInSight()
  }

  return (
    <div class="tile-actions" role="toolbar" aria-label="What to do with the chosen picture">
      {hasPicture && (
        <>
          <ToolButton
            icon={{ ui: 'heart' }}
            class={shown.isFavorite ? 'is-favorite' : ''}
            label={shown.isFavorite ? 'A favourite: take it out' : 'Make it a favourite'}
            isOn={shown.isFavorite}
            onClick={() => void toggleFavorite(shown)}
          />
          {shown.file === null ? (
            <ToolButton
              icon={{ ui: 'download' }}
              label="Keep it in the library"
              text="Keep"
              onClick={() => setOpen('keep')}
            />
          ) : (
            <a class="tool-button has-text is-kept" href={`/photo/${shown.file}`} onClick={follow}>
              <Icon name="check" /> <span>In the library</span>
            </a>
          )}
          {model && model.maxReferences > 0 && (
            <ToolButton
              icon="again"
              label="Vary it: a new picture that takes this one as its example"
              text="Vary"
              onClick={vary}
            />
          )}
        </>
      )}
      <ToolButton
        icon="variations"
        label="Several more beside it, by other seeds or other words"
        text="Variations…"
        onClick={() => setOpen('variations')}
      />
      {hasPicture && (
        <>
          {shown.stage !== 'upscale' && (
            <ToolButton
              icon="larger"
              label={`Make it twice as large: ${2 * (shown.width ?? shown.prompt.width)} × ${2 * (shown.height ?? shown.prompt.height)}`}
              text="Larger"
              onClick={() =>
                void makePicture(about.id, tile.id, { stage: 'upscale', prompt: shown.prompt })
              }
            />
          )}
          <ToolButton
            icon="lineage"
            label="What it was made of, and what came of it"
            isOn={openPanel.value === 'lineage'}
            onClick={() => togglePanel('lineage')}
          />
        </>
      )}
      {open === 'variations' && <VariationsDialog about={about} tile={tile} onClose={close} />}
      {open === 'keep' && shown && (
        <KeepDialog generation={shown} spaceId={about.spaceId} onClose={close} />
      )}
    </div>
  )
}
