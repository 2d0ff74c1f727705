import { useEffect, useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import type { OrganizationView, Recognized } from '#contracts/face-api'
import { sentenceOf } from '../api.ts'
import { Sheet } from '../ui/sheet.tsx'
import { BoxedPicture } from './boxed-picture.tsx'
import { percent } from './draw-faces.ts'
import { forgetPicture, type GivenPicture } from './given-picture.ts'
import { recognizeFaces } from './picture-calls.ts'
import { PictureSource } from './picture-source.tsx'

/** Who is in one picture, by the threshold that is set above. */
export function RecognizeSheet(props: {
  me: Me
  organization: OrganizationView
  threshold: number | null
}) {
  const { organization, threshold } = props
  const [picture, setPicture] = useState<GivenPicture | null>(null)
  const [told, setTold] = useState<Recognized | null>(null)
  const [sentence, setSentence] = useState<string | null>(null)
  useEffect(() => () => void (picture && forgetPicture(picture)), [picture])
  useEffect(() => {
    if (!picture) return
    let isOver = false
    setTold(null)
    setSentence(null)
    const timer = setTimeout(() => {
      recognizeFaces(organization, picture, threshold).then(
        (answer) => isOver || setTold(answer),
        (error: unknown) => isOver || setSentence(sentenceOf(error)),
      )
    }, 200)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [picture, threshold, organization])
  return (
    <Sheet
      title="One picture"
      lead="The same for a picture instead of the camera."
      action={
        <PictureSource me={props.me} label="Picture to recognize" isOne onPicture={setPicture} />
      }
    >
      {picture ? (
        <figure class="faces-figure">
          <BoxedPicture
            picture={picture}
            boxes={(told?.faces ?? []).map(({ box, match }) => ({
              ...{ box, isKnown: match !== null },
              label: match ? `${match.name} ${percent(match.similarity)}` : 'unknown',
            }))}
          />
          <figcaption>
            <span role="status">
              {sentence ?? (told ? saidOf(told) : 'Looking at the picture…')}
            </span>
          </figcaption>
        </figure>
      ) : (
        <p class="sheet-empty quiet">No picture yet.</p>
      )}
    </Sheet>
  )
}

function saidOf({ faces }: Recognized): string {
  if (faces.length === 0) return 'There is no face in this picture.'
  return faces
    .map(({ match, candidates: [nearest] }) => {
      if (match) return `${match.name} (${percent(match.similarity)})`
      return nearest
        ? `unknown, most like ${nearest.name} (${percent(nearest.similarity)})`
        : 'unknown'
    })
    .join(' · ')
}
