import { useEffect, useRef, useState } from 'preact/hooks'
import { sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { CameraView } from './camera-view.tsx'
import { percent } from './draw-faces.ts'
import { heldKey } from './face-calls.ts'
import { LivenessSheet } from './liveness-sheet.tsx'
import type { PartProps } from './page.tsx'
import { faceModels } from './picture-calls.ts'
import { RecognizeSheet } from './recognize-sheet.tsx'
import { useFaceStream } from './use-face-stream.ts'

/** Who is before the camera, told frame by frame. */
export function LivePart({ me, organization }: PartProps) {
  const [isOn, setOn] = useState(false)
  const [threshold, setThreshold] = useState<number | null>(null)
  const [usual, setUsual] = useState<number | null>(null)
  const [sentence, setSentence] = useState<string | null>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  const wishes = threshold === null ? {} : { threshold }
  const stream = useFaceStream({ organization, isOn, wishes, overlay })
  useEffect(() => {
    faceModels().then(
      ({ embedder, embedders }) =>
        setUsual(embedders.find(({ name }) => name === embedder)?.threshold ?? 0.5),
      (error: unknown) => setSentence(sentenceOf(error)),
    )
  }, [])
  const { camera, figures, state, seen } = stream
  const shown = threshold ?? usual ?? 0.5
  const names = seen?.faces.flatMap(({ match }) => (match ? [match.name] : [])) ?? []
  return (
    <>
      <Sheet
        title="Live"
        lead={
          <>
            Frames go to <code>/ws/recognize</code> as you, or by the key that this page holds
            {heldKey.value ? ` (“${heldKey.value.name}”)` : ''}. Nothing of them is kept.
          </>
        }
        action={
          <Button
            kind={isOn ? 'plain' : 'primary'}
            icon={isOn ? 'pause' : 'play'}
            onClick={() => setOn(!isOn)}
          >
            {isOn ? 'Stop' : 'Start the camera'}
          </Button>
        }
      >
        <CameraView camera={camera} overlay={overlay} />
        <p class="faces-figures" data-state={state.kind}>
          <span>
            {figures ? `${figures.perSecond.toFixed(1)} frames a second` : '– frames a second'}
          </span>
          <span>{figures ? `${Math.round(figures.delayMs)} ms delay` : '– ms delay'}</span>
          <span>{figures ? `${figures.dropped} dropped` : '– dropped'}</span>
        </p>
        <p class="visually-hidden" role="status">
          {names.length > 0 ? `Recognized: ${names.join(', ')}` : ''}
        </p>
        {state.kind === 'failed' && (
          <p class="form-error" role="alert">
            {state.sentence}
          </p>
        )}
        {sentence && (
          <p class="form-error" role="alert">
            {sentence}
          </p>
        )}
        <Threshold value={shown} usual={usual} onChange={setThreshold} />
      </Sheet>
      <RecognizeSheet me={me} organization={organization} threshold={threshold} />
      <LivenessSheet organization={organization} onStart={() => setOn(false)} />
    </>
  )
}

function Threshold(props: {
  value: number
  usual: number | null
  onChange: (value: number | null) => void
}) {
  const { value, usual } = props
  return (
    <div class="faces-threshold">
      <label>
        <span>
          Threshold <output>{percent(value)}</output>
        </span>
        <input
          type="range"
          min="1"
          max="99"
          value={Math.round(value * 100)}
          onInput={(event) => props.onChange(Number(event.currentTarget.value) / 100)}
        />
      </label>
      <p class="quiet">
        From this similarity on, a face is said to be somebody. Higher: fewer false names, more
        “unknown”.{usual === null ? '' : ` Measured as best: ${percent(usual)}.`}
      </p>
      {usual !== null && value !== usual && (
        <Button icon="restore" onClick={() => props.onChange(null)}>
          Back to {percent(usual)}
        </Button>
      )}
    </div>
  )
}
