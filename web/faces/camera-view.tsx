import type { RefObject } from 'preact'
import { Button } from '../ui/button.tsx'
import { SelectField } from '../ui/select-field.tsx'
import type { Camera } from './use-camera.ts'

/** The picture of a camera, what is drawn over it, and the choice of another camera. */
export function CameraView(props: {
  camera: Camera
  overlay?: RefObject<HTMLCanvasElement | null>
}) {
  const { camera } = props
  const { state, cameras } = camera
  return (
    <div class="faces-camera">
      <div class="faces-stage" data-mirrored={camera.isMirrored}>
        <video ref={camera.video} muted playsInline aria-label="Camera" />
        {props.overlay && <canvas ref={props.overlay} />}
        {state.kind !== 'on' && (
          <div class="faces-stage-note">
            {state.kind === 'failed' ? (
              <>
                <p role="alert">{state.sentence}</p>
                <Button icon="retry" onClick={camera.retry}>
                  Try again
                </Button>
              </>
            ) : (
              <p role="status">
                {state.kind === 'asking' ? 'Waiting for the camera…' : 'The camera is off.'}
              </p>
            )}
          </div>
        )}
      </div>
      {cameras.length > 1 && (
        <SelectField
          label="Camera"
          value={camera.cameraId}
          options={cameras.map(({ id, name }) => ({ value: id, name }))}
          onPick={camera.pick}
        />
      )}
    </div>
  )
}
