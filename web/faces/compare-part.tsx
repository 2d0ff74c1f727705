import { useEffect, useState } from 'preact/hooks'
import type { z } from 'zod'
import type { Me } from '#contracts/accounts'
import type { verifiedSchema } from '#contracts/face-api'
import type { Box } from '#contracts/found'
import { sentenceOf } from '../api.ts'
import { Sheet } from '../ui/sheet.tsx'
import { BoxedPicture } from './boxed-picture.tsx'
import { percent } from './draw-faces.ts'
import { forgetPicture, type GivenPicture } from './given-picture.ts'
import type { PartProps } from './page.tsx'
import { verifyFaces } from './picture-calls.ts'
import { PictureSource } from './picture-source.tsx'

/** Whether two pictures show one person. */
export function ComparePart({ me, organization }: PartProps) {
  const [one, setOne] = useState<GivenPicture | null>(null)
  const [two, setTwo] = useState<GivenPicture | null>(null)
  const [told, setTold] = useState<z.infer<typeof verifiedSchema> | null>(null)
  const [sentence, setSentence] = useState<string | null>(null)
  useEffect(() => () => void (one && forgetPicture(one)), [one])
  useEffect(() => () => void (two && forgetPicture(two)), [two])
  useEffect(() => {
    setTold(null)
    setSentence(null)
    if (!one || !two) return
    let isOver = false
    verifyFaces(organization, one, two).then(
      (answer) => isOver || setTold(answer),
      (error: unknown) => isOver || setSentence(sentenceOf(error)),
    )
    return () => {
      isOver = true
    }
  }, [one, two, organization])
  return (
    <Sheet
      title="One person, or two?"
      lead="The largest face of each picture is compared. Neither needs to be registered."
    >
      <div class="faces-pair">
        <Slot me={me} label="First picture" picture={one} box={told?.boxes[0]} onPicture={setOne} />
        <Slot
          me={me}
          label="Second picture"
          picture={two}
          box={told?.boxes[1]}
          onPicture={setTwo}
        />
      </div>
      <p class="faces-verdict" role="status">
        {sentence ??
          (told ? (
            <>
              <strong>{told.same ? 'One person' : 'Two people'}</strong>, with a similarity of{' '}
              {percent(told.similarity)} ({percent(told.threshold)} and more is one person).
            </>
          ) : one && two ? (
            'Comparing…'
          ) : (
            'Choose two pictures.'
          ))}
      </p>
    </Sheet>
  )
}

function Slot(props: {
  me: Me
  label: string
  picture: GivenPicture | null
  box: Box | undefined
  onPicture: (picture: GivenPicture) => void
}) {
  const { picture, box } = props
  return (
    <section class="faces-slot" aria-label={props.label}>
      <h3>{props.label}</h3>
      {picture ? (
        <BoxedPicture picture={picture} boxes={box ? [{ box, isKnown: true }] : []} />
      ) : (
        <p class="sheet-empty quiet">No picture yet.</p>
      )}
      <PictureSource me={props.me} label={props.label} isOne onPicture={props.onPicture} />
    </section>
  )
}
