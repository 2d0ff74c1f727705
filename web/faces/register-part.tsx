import { useEffect, useRef, useState } from 'preact/hooks'
import type { RegisteredImage } from '#contracts/face-api'
import { FormError } from '../shell/form-error.tsx'
import { useSubmit } from '../shell/use-submit.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { BoxedPicture } from './boxed-picture.tsx'
import { forgetPicture, type GivenPicture } from './given-picture.ts'
import type { PartProps } from './page.tsx'
import { registerFaces } from './picture-calls.ts'
import { PictureSource } from './picture-source.tsx'

const words: Record<
  RegisteredImage['status'],
  { word: string; kind: 'proof' | 'waiting' | 'danger' }
> = {
  registered: { word: 'registered', kind: 'proof' },
  duplicate: { word: 'known already', kind: 'waiting' },
  no_face: { word: 'no face', kind: 'danger' },
  several_faces: { word: 'several faces', kind: 'danger' },
  poor_quality: { word: 'poor', kind: 'danger' },
  unreadable: { word: 'unreadable', kind: 'danger' },
}

/** As many as one call takes. */
const picturesMax = 16

interface Entry {
  picture: GivenPicture
  told: RegisteredImage | null
}

/** Registers somebody by pictures; what became of each stands beside it. */
export function RegisterPart({ me, organization, onChanged }: PartProps) {
  const [name, setName] = useState('')
  const [largest, setLargest] = useState(false)
  const [entries, setEntries] = useState<readonly Entry[]>([])
  const kept = useRef(entries)
  kept.current = entries
  useEffect(
    () => () => {
      for (const { picture } of kept.current) forgetPicture(picture)
    },
    [],
  )
  const waiting = entries.filter(({ told }) => told?.status !== 'registered')
  const { error, isBusy, submit } = useSubmit(async () => {
    const pictures = waiting.slice(0, picturesMax).map(({ picture }) => picture)
    const { images } = await registerFaces(organization, { name: name.trim(), pictures, largest })
    setEntries((all) =>
      all.map((entry) => {
        const index = pictures.indexOf(entry.picture)
        return index === -1 ? entry : { ...entry, told: images[index] ?? null }
      }),
    )
    await onChanged()
  })
  const drop = ({ picture }: Entry) => {
    forgetPicture(picture)
    setEntries((all) => all.filter((entry) => entry.picture !== picture))
  }
  return (
    <Sheet
      title="Register somebody"
      lead="Three pictures that differ a little know more than one. A face that is small, blurred, turned away or cut off is not taken, and the answer says why."
    >
      <form class="faces-form" onSubmit={submit}>
        <Field
          label="Name"
          required
          maxLength={200}
          autocomplete="off"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <PictureSource
          me={me}
          label="Pictures to register by"
          isOne={false}
          onPicture={(picture) => setEntries((all) => [...all, { picture, told: null }])}
        />
        <label class="faces-flag">
          <input
            type="checkbox"
            checked={largest}
            onChange={(event) => setLargest(event.currentTarget.checked)}
          />
          Of several faces in a picture, take the largest
        </label>
        {entries.length > 0 && (
          <ul class="faces-tray" aria-label="Pictures">
            {entries.map((entry) => (
              <li key={entry.picture.id}>
                <BoxedPicture
                  picture={entry.picture}
                  boxes={
                    entry.told?.box
                      ? [{ box: entry.told.box, isKnown: entry.told.status === 'registered' }]
                      : []
                  }
                />
                <div class="faces-tray-says">
                  {entry.told ? (
                    <>
                      <Badge kind={words[entry.told.status].kind}>
                        {words[entry.told.status].word}
                      </Badge>
                      <p>{entry.told.detail}</p>
                    </>
                  ) : (
                    <p class="quiet">{isBusy ? 'Looking…' : entry.picture.name}</p>
                  )}
                </div>
                <IconButton
                  icon="close"
                  label={`Put ${entry.picture.name} aside`}
                  disabled={isBusy}
                  onClick={() => drop(entry)}
                />
              </li>
            ))}
          </ul>
        )}
        {error && <FormError sentence={error} />}
        <Button
          kind="primary"
          type="submit"
          icon="check"
          busy={isBusy}
          disabled={waiting.length === 0 || name.trim() === ''}
        >
          {waiting.length > 1
            ? `Register by ${Math.min(waiting.length, picturesMax)} pictures`
            : 'Register'}
        </Button>
      </form>
    </Sheet>
  )
}
