import { useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { CameraView } from './camera-view.tsx'
import { type GivenPicture, pictureOfFile } from './given-picture.ts'
import { shotOf, useCamera } from './use-camera.ts'

/** Takes pictures with the camera: one, or as many as one likes. */
export function CameraDialog(props: {
  isOne: boolean
  onPicture: (picture: GivenPicture) => void
  onClose: () => void
}) {
  const camera = useCamera(true)
  const [taken, setTaken] = useState(0)
  async function take() {
    const blob = camera.video.current && (await shotOf(camera.video.current, 1_280, 0.92))
    if (!blob) return
    const number = taken + 1
    props.onPicture(pictureOfFile(new File([blob], `shot-${number}.jpg`, { type: blob.type })))
    setTaken(number)
    if (props.isOne) props.onClose()
  }
  return (
    <Dialog
      title="Take a picture"
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{taken === 0 ? 'Cancel' : 'Done'}</Button>
          <Button
            kind="primary"
            icon="image"
            disabled={camera.state.kind !== 'on'}
            onClick={() => void take()}
          >
            Take
          </Button>
        </>
      }
    >
      <CameraView camera={camera} />
      <p class="quiet" role="status">
        {taken === 0
          ? 'Look into the camera, in good light.'
          : `${taken} taken. A few with the head turned a little help.`}
      </p>
    </Dialog>
  )
}
