import { useRef, useState } from 'preact/hooks'
import type { OrganizationView } from '#contracts/face-api'
import { Button } from '../ui/button.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { CameraView } from './camera-view.tsx'
import { inPixels } from './draw-faces.ts'
import type { Seen } from './face-socket.ts'
import { afterFrame, type Challenge, type LivenessStep, newChallenge, poseOf } from './liveness.ts'
import { useFaceStream } from './use-face-stream.ts'

const asked: Record<LivenessStep, string> = {
  left: 'Turn your head to your left',
  right: 'Turn your head to your right',
  blink: 'Close your eyes for a second',
}

const frame = { width: 640, height: 480 }

/** Whether something before the camera moves as a face does when it is asked to. */
export function LivenessSheet(props: { organization: OrganizationView; onStart: () => void }) {
  const [challenge, setChallenge] = useState<Challenge | null>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  const isOn = challenge?.outcome === 'running'
  const { camera, state, seen } = useFaceStream({
    ...{ organization: props.organization, isOn, overlay },
    wishes: { landmarks: true },
    onSeen: ({ faces }: Seen) => {
      const poses = faces.map(({ landmarks }) =>
        poseOf(inPixels(landmarks, frame.width, frame.height)),
      )
      setChallenge((before) => before && afterFrame(before, poses))
    },
  })
  const names = seen?.faces.length === 1 ? seen.faces[0]?.match?.name : undefined
  return (
    <Sheet
      title="Liveness"
      lead="Asks for three movements in a random order. It shows that something moves as a face when it is asked to. It does not prove that a person is there: a film of somebody who happens to do the same, a mask or a made face may pass. Let nobody in by this alone."
      action={
        <Button
          icon={isOn ? 'close' : 'play'}
          onClick={() => {
            props.onStart()
            setChallenge(isOn ? null : newChallenge(Math.random))
          }}
        >
          {isOn ? 'Give up' : 'Begin'}
        </Button>
      }
    >
      {isOn && <CameraView camera={camera} overlay={overlay} />}
      {challenge ? (
        <div role="status" class="faces-liveness">
          <p>{sentenceFor(challenge, seen?.faces.length ?? null)}</p>
          <ol>
            {challenge.steps.map((step, index) => (
              <li key={step}>
                {index < challenge.done ? (
                  <Badge kind="proof">done</Badge>
                ) : (
                  <Badge kind="plain">{index + 1}</Badge>
                )}{' '}
                {index <= challenge.done && challenge.base !== null ? asked[step] : '…'}
              </li>
            ))}
          </ol>
          {challenge.outcome === 'running' && names && (
            <p class="quiet">This looks like {names}.</p>
          )}
        </div>
      ) : (
        <p class="sheet-empty quiet">Not begun.</p>
      )}
      {state.kind === 'failed' && isOn && (
        <p class="form-error" role="alert">
          {state.sentence}
        </p>
      )}
    </Sheet>
  )
}

function sentenceFor({ outcome, base, steps, done }: Challenge, faces: number | null): string {
  if (outcome === 'passed') return 'Passed: all three were done in the order that was asked for.'
  if (outcome === 'failed') return 'Not passed: what was asked for was not seen in time.'
  if (faces === 0) return 'No face is seen.'
  if (faces !== null && faces > 1) return 'There are several faces: only one may be in the picture.'
  if (base === null) return 'Look straight into the camera.'
  const step = steps[done]
  return step === undefined ? '' : `${asked[step]}.`
}
