import { useEffect, useState } from 'preact/hooks'
import type { MySpace } from '#contracts/accounts'
import { attempt } from '../shell/attempt.ts'
import { Button } from '../ui/button.tsx'
import { StateNote } from '../ui/state-notes.tsx'
import { areFacesOn, turnFacesOn } from './people-calls.ts'

/** What is recorded as agreed to. */
const agreed =
  'Faces are looked for in the pictures of this space and compared with each other, so that people can be named and found. What describes a face stays in this vault, encrypted, and goes with the pictures. The people shown here have agreed to it, or somebody answers for them.'

/** Why nobody is here: faces are off, or none were found yet. Admins of the space can turn them on. */
export function TurnOn({ space, onDone }: { space: MySpace; onDone: () => void }) {
  const [isOn, setOn] = useState<boolean | null>(null)
  useEffect(() => {
    areFacesOn(space.id).then(setOn, () => setOn(null))
  }, [space.id])
  if (isOn === null) return <StateNote icon="people" title="Nobody yet" />
  if (isOn) {
    return (
      <StateNote icon="people" title="Nobody yet">
        People appear here as the home node finds their faces in pictures.
      </StateNote>
    )
  }
  return (
    <StateNote
      icon="people"
      title="Faces are not looked for"
      action={
        space.role === 'admin' && (
          <Button
            kind="primary"
            onClick={() =>
              void attempt(() => turnFacesOn(space.id, agreed)).then((isDone) => {
                if (!isDone) return
                setOn(true)
                onDone()
              })
            }
          >
            I agree, look for faces
          </Button>
        )
      }
    >
      {space.role === 'admin' ? agreed : 'An admin of this space can turn it on.'}
    </StateNote>
  )
}
