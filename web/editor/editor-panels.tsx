import type { EditView } from '#contracts/edits'
import type { SpaceId } from '#contracts/ids'
import { Button } from '../ui/button.tsx'
import { formatDay } from './earlier-words.ts'
import type { EditHistory } from './edit-history.ts'
import { maxStraighten, mirrored, type Size, turnedOnce, withAspect } from './edit-model.ts'
import { knobNames, knobs, readEdit } from './edit-query.ts'
import { FilterStrip } from './filter-strip.tsx'
import { MarkPanel } from './mark-panel.tsx'
import { Slider } from './slider.tsx'
import { ToolIcon, type ToolIconName } from './tool-icon.tsx'

export const tools = {
  crop: 'Crop',
  light: 'Adjust',
  looks: 'Filters',
  text: 'Watermark',
  earlier: 'Earlier',
} as const satisfies Partial<Record<ToolIconName, string>>
export type Tool = keyof typeof tools
export const toolNames = ['crop', 'light', 'looks', 'text', 'earlier'] as const

const aspects = [
  ['Free', null],
  ['Original', 'original'],
  ['1:1', 1],
  ['4:3', 4 / 3],
  ['3:4', 3 / 4],
  ['3:2', 3 / 2],
  ['2:3', 2 / 3],
  ['16:9', 16 / 9],
  ['9:16', 9 / 16],
] as const

/** The knobs of one tool. */
export function ToolPanel(props: {
  tool: Tool
  history: EditHistory
  view: EditView
  size: Size
  turned: Size
  spaceId: SpaceId
  picture: HTMLImageElement
  aspect: string
  onAspect: (name: string, ratio: number | null) => void
}) {
  const { history } = props
  switch (props.tool) {
    case 'crop':
      return <CropPanel {...props} />
    case 'light':
      return (
        <div class="editor-knobs">
          {knobNames.map((name) => (
            <Slider
              key={name}
              {...knobs[name]}
              value={history.edit[name]}
              unit={name === 'hue' ? '°' : ''}
              onShow={(value) => history.show({ [name]: value })}
              onSettle={history.settle}
            />
          ))}
        </div>
      )
    case 'looks':
      return <FilterStrip history={history} picture={props.picture} size={props.size} />
    case 'text':
      return <MarkPanel history={history} spaceId={props.spaceId} />
    case 'earlier':
      return <EarlierPanel {...props} />
  }
}

function CropPanel(props: Parameters<typeof ToolPanel>[0]) {
  const { history, turned } = props
  const { edit } = history
  return (
    <div class="editor-knobs">
      <div class="editor-row">
        <button type="button" class="tool-button" onClick={() => history.set(turnedOnce(edit))}>
          <ToolIcon name="turn" />
          Rotate
        </button>
        <button type="button" class="tool-button" onClick={() => history.set(mirrored(edit))}>
          <ToolIcon name="mirror" />
          Flip
        </button>
        <button
          type="button"
          class="tool-button"
          onClick={() => {
            // Upside down and mirrored is top and bottom swapped.
            history.set(turnedOnce(turnedOnce(mirrored(edit))))
          }}
        >
          <span class="is-lying">
            <ToolIcon name="mirror" />
          </span>
          Flip over
        </button>
      </div>
      <Slider
        {...{ label: 'Straighten', min: -maxStraighten, max: maxStraighten, step: 0.1 }}
        {...{ neutral: 0, unit: '°', value: edit.straighten }}
        onShow={(straighten) => history.show({ straighten })}
        onSettle={history.settle}
      />
      <fieldset class="editor-chips">
        <legend>Shape</legend>
        {aspects.map(([name, aspect]) => (
          <button
            key={name}
            type="button"
            class="chip"
            aria-pressed={props.aspect === name}
            onClick={() => {
              const ratio = aspect === 'original' ? turned.width / turned.height : aspect
              props.onAspect(name, ratio)
              if (ratio !== null) history.set({ crop: withAspect(edit.crop, turned, ratio) })
            }}
          >
            {name}
          </button>
        ))}
      </fieldset>
    </div>
  )
}

/** What the picture was before, to be had again. */
function EarlierPanel({ view, history, size }: Parameters<typeof ToolPanel>[0]) {
  if (view.history.length === 0) {
    return (
      <p class="editor-note">
        What you save appears here, so that you can go back to it. The original always stays.
      </p>
    )
  }
  return (
    <ol class="earlier">
      {view.history.map((entry) => {
        const edit = readEdit(entry.query, size)
        return (
          <li key={entry.number}>
            <span>
              <strong>{formatDay(entry.createdAt)}</strong>
              <small>
                {entry.createdBy ?? 'Somebody who left'}
                {view.query === entry.query ? ' · shown now' : ''}
              </small>
            </span>
            <Button
              disabled={edit === null}
              title={edit ? '' : 'Made elsewhere, with steps that the knobs do not have'}
              onClick={() => edit && history.set(edit)}
            >
              Use
            </Button>
          </li>
        )
      })}
    </ol>
  )
}
