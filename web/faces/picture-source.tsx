import { useRef, useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import { PickPicture } from '../editor/pick-picture.tsx'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { CameraDialog } from './camera-dialog.tsx'
import {
  type GivenPicture,
  pictureOfAddress,
  pictureOfFile,
  pictureOfLibrary,
} from './given-picture.ts'

/** The four ways in which a picture comes: the camera, a file, the library, an address. */
export function PictureSource(props: {
  me: Me
  /** What it is for, to be read out with the buttons. */
  label: string
  isOne: boolean
  onPicture: (picture: GivenPicture) => void
}) {
  const [open, setOpen] = useState<'camera' | 'library' | 'address' | null>(null)
  const [address, setAddress] = useState('https://')
  const picker = useRef<HTMLInputElement>(null)
  const close = () => setOpen(null)
  return (
    <fieldset class="faces-source">
      <legend class="visually-hidden">{props.label}</legend>
      <Button icon="video" onClick={() => setOpen('camera')}>
        Camera…
      </Button>
      <Button icon="file" onClick={() => picker.current?.click()}>
        {props.isOne ? 'File…' : 'Files…'}
      </Button>
      <Button icon="image" onClick={() => setOpen('library')}>
        Library…
      </Button>
      <Button icon="link" onClick={() => setOpen('address')}>
        Address…
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        accept="image/*"
        multiple={!props.isOne}
        aria-label={props.label}
        onChange={(event) => {
          for (const file of event.currentTarget.files ?? []) props.onPicture(pictureOfFile(file))
          event.currentTarget.value = ''
        }}
      />
      {open === 'camera' && (
        <CameraDialog isOne={props.isOne} onPicture={props.onPicture} onClose={close} />
      )}
      {open === 'library' && (
        <PickPicture
          spaceId={props.me.personalSpaceId}
          title="Which picture?"
          onPick={(file) => {
            props.onPicture(pictureOfLibrary(file))
            close()
          }}
          onClose={close}
        />
      )}
      {open === 'address' && (
        <TaskDialog
          title="A picture of the web"
          button="Take it"
          onSubmit={async () => props.onPicture(pictureOfAddress(address.trim()))}
          onClose={close}
        >
          <Field
            label="Address"
            type="url"
            required
            maxLength={2_000}
            hint="The vault fetches it: it has to be a picture on the public Internet."
            value={address}
            onInput={(event) => setAddress(event.currentTarget.value)}
          />
        </TaskDialog>
      )}
    </fieldset>
  )
}
