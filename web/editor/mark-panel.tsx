import { useState } from 'preact/hooks'
import type { SpaceId } from '#contracts/ids'
import type { Compass } from '#contracts/recipe-steps'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import type { EditHistory } from './edit-history.ts'
import { PickPicture } from './pick-picture.tsx'
import { Slider } from './slider.tsx'

/** As they lie on a picture, row by row. */
const places: Compass[] = [
  ...(['northwest', 'north', 'northeast', 'west', 'centre', 'east'] as const),
  ...(['southwest', 'south', 'southeast'] as const),
]

/** What is written or laid over the picture. */
export function MarkPanel({ history, spaceId }: { history: EditHistory; spaceId: SpaceId }) {
  const [isPicking, setPicking] = useState(false)
  const { text, mark } = history.edit
  const written = text ?? {
    ...{ text: '', colour: '#ffffff', size: 6, at: 'southeast' as const, opacity: 85 },
  }
  const showText = (change: Partial<typeof written>) => {
    const next = { ...written, ...change }
    history.show({ text: next.text === '' ? null : next })
  }
  return (
    <div class="editor-knobs">
      <Field
        label="Text"
        value={written.text}
        maxLength={200}
        placeholder="© Your name"
        onInput={(event) => showText({ text: event.currentTarget.value })}
        onChange={history.settle}
      />
      {text && (
        <>
          <div class="editor-row">
            <label class="colour-field">
              Colour
              <input
                type="color"
                value={text.colour}
                onInput={(event) => showText({ colour: event.currentTarget.value })}
                onChange={history.settle}
              />
            </label>
            <Places
              of="text"
              at={text.at}
              onPick={(at) => history.set({ text: { ...text, at } })}
            />
          </div>
          <Slider
            {...{
              label: 'Size',
              min: 2,
              max: 30,
              step: 0.5,
              neutral: 6,
              unit: ' %',
              value: text.size,
            }}
            onShow={(size) => showText({ size })}
            onSettle={history.settle}
          />
          <Slider
            {...{
              label: 'Opacity',
              min: 5,
              max: 100,
              neutral: 85,
              unit: ' %',
              value: text.opacity,
            }}
            onShow={(opacity) => showText({ opacity })}
            onSettle={history.settle}
          />
        </>
      )}
      {mark ? (
        <>
          <div class="editor-row">
            <strong>Picture over it</strong>
            <Places
              of="picture"
              at={mark.at}
              onPick={(at) => history.set({ mark: { ...mark, at } })}
            />
          </div>
          <Slider
            {...{ label: 'Width', min: 2, max: 100, neutral: 25, unit: ' %', value: mark.scale }}
            onShow={(scale) => history.show({ mark: { ...mark, scale } })}
            onSettle={history.settle}
          />
          <Slider
            {...{
              label: 'Opacity',
              min: 5,
              max: 100,
              neutral: 85,
              unit: ' %',
              value: mark.opacity,
            }}
            onShow={(opacity) => history.show({ mark: { ...mark, opacity } })}
            onSettle={history.settle}
          />
          <Button icon="close" onClick={() => history.set({ mark: null })}>
            Take the picture away
          </Button>
        </>
      ) : (
        <Button icon="image" onClick={() => setPicking(true)}>
          Lay a picture over it…
        </Button>
      )}
      {isPicking && (
        <PickPicture
          spaceId={spaceId}
          title="Lay which picture over it?"
          onPick={({ id }) => {
            setPicking(false)
            history.set({ mark: { image: id, scale: 25, at: 'southeast', opacity: 85 } })
          }}
          onClose={() => setPicking(false)}
        />
      )}
    </div>
  )
}

function Places(props: { of: string; at: Compass; onPick: (at: Compass) => void }) {
  return (
    <fieldset class="places">
      <legend class="visually-hidden">Place of the {props.of}</legend>
      {places.map((place) => (
        <label key={place} title={place}>
          <input
            type="radio"
            name={`place of the ${props.of}`}
            aria-label={place}
            checked={props.at === place}
            onChange={() => props.onPick(place)}
          />
        </label>
      ))}
    </fieldset>
  )
}
