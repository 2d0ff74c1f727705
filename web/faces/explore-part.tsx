import { useEffect, useRef, useState } from 'preact/hooks'
import type { OrganizationView } from '#contracts/face-api'
import { FormError } from '../shell/form-error.tsx'
import { useSubmit } from '../shell/use-submit.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { BoxedPicture } from './boxed-picture.tsx'
import { type FoundFace, faceLabel, type Likeness, likenessesOf } from './compared-faces.ts'
import { percent } from './draw-faces.ts'
import { forgetPicture, type GivenPicture } from './given-picture.ts'
import type { PartProps } from './page.tsx'
import { detectFaces, faceModels, groupFaces, searchFaces } from './picture-calls.ts'
import { PictureSource } from './picture-source.tsx'

/** One call of `group` takes as many. */
const picturesMax = 16
const pairsShown = 60

interface Told {
  faces: readonly FoundFace[]
  pairs: readonly Likeness[]
  groups: readonly { labels: readonly string[]; name: string | null }[]
  threshold: number
}

/** How alike all faces of some pictures are, to each other and to whom the organization knows. */
export function ExplorePart({ me, organization }: PartProps) {
  const [pictures, setPictures] = useState<readonly GivenPicture[]>([])
  const [told, setTold] = useState<Told | null>(null)
  const kept = useRef(pictures)
  kept.current = pictures
  useEffect(
    () => () => {
      for (const picture of kept.current) forgetPicture(picture)
    },
    [],
  )
  const { error, isBusy, submit } = useSubmit(async () =>
    setTold(await explore(organization, pictures)),
  )
  const change = (next: readonly GivenPicture[]) => {
    setPictures(next)
    setTold(null)
  }
  return (
    <Sheet
      title="Similarity of many faces"
      lead="All faces of the pictures are compared with each other and with whom the organization knows, and put together by person. Nothing is registered."
    >
      <form class="faces-form" onSubmit={submit}>
        <PictureSource
          me={me}
          label="Pictures to explore"
          isOne={false}
          onPicture={(picture) => {
            setPictures((all) => [...all, picture].slice(0, picturesMax))
            setTold(null)
          }}
        />
        {pictures.length > 0 && (
          <ul class="faces-tray" aria-label="Pictures">
            {pictures.map((picture) => (
              <li key={picture.id}>
                <BoxedPicture
                  picture={picture}
                  boxes={(told?.faces ?? [])
                    .filter((face) => face.picture === picture)
                    .map(({ face: { box }, label, known }) => ({
                      box,
                      label,
                      isKnown: known !== null,
                    }))}
                />
                <IconButton
                  icon="close"
                  label={`Put ${picture.name} aside`}
                  onClick={() => {
                    forgetPicture(picture)
                    change(pictures.filter(({ id }) => id !== picture.id))
                  }}
                />
              </li>
            ))}
          </ul>
        )}
        {error && <FormError sentence={error} />}
        <Button
          kind="primary"
          type="submit"
          icon="search"
          busy={isBusy}
          disabled={pictures.length === 0}
        >
          Compare all faces
        </Button>
      </form>
      {told && <Answer told={told} />}
    </Sheet>
  )
}

function Answer({ told }: { told: Told }) {
  const { faces, pairs, groups, threshold } = told
  if (faces.length === 0) return <p role="status">There is no face in these pictures.</p>
  return (
    <div class="faces-told">
      <h3>People</h3>
      <ul aria-label="People">
        {groups.map(({ labels, name }) => (
          <li key={labels.join(' ')}>
            <strong>{name ?? 'Somebody unknown'}</strong>: {labels.join(', ')}
          </li>
        ))}
      </ul>
      <h3>Faces</h3>
      <ul aria-label="Faces">
        {faces.map(({ label, face, known }) => (
          <li key={label}>
            <strong>{label}</strong>{' '}
            {known ? `${known.name} ${percent(known.similarity)}` : 'like nobody known'}
            <span class="quiet"> · {guessOf(face)}</span>
          </li>
        ))}
      </ul>
      {pairs.length > 0 && (
        <>
          <h3>Pairs, the most alike first</h3>
          <table>
            <thead>
              <tr>
                <th scope="col">Faces</th>
                <th scope="col">Similarity</th>
                <th scope="col">By the threshold</th>
              </tr>
            </thead>
            <tbody>
              {pairs.slice(0, pairsShown).map(({ one, two, similarity }) => (
                <tr key={`${one.label} ${two.label}`}>
                  <td>
                    {one.label} and {two.label}
                  </td>
                  <td>
                    <meter min={0} max={1} value={similarity} aria-hidden="true" />{' '}
                    {percent(similarity)}
                  </td>
                  <td>
                    {similarity >= threshold ? (
                      <Badge kind="proof">one person</Badge>
                    ) : (
                      'two people'
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </div>
  )
}

/** What the models guess beside: no more than that. */
function guessOf({ quality, age, expressions }: FoundFace['face']): string {
  const guesses = Object.entries(expressions ?? {}).sort(([, one], [, two]) => two - one)
  const looks = guesses[0]?.[0]
  return [
    quality.flaws.length > 0 ? quality.flaws.join(', ') : `${percent(quality.score)} good`,
    ...(age === null ? [] : [`perhaps ${Math.round(age)}`]),
    ...(looks === undefined ? [] : [looks]),
  ].join(' · ')
}

async function explore(of: OrganizationView, pictures: readonly GivenPicture[]): Promise<Told> {
  const models = await faceModels()
  const faces: FoundFace[] = []
  let embedder = models.embedder
  for (const [index, picture] of pictures.entries()) {
    const seen = await detectFaces(of, picture)
    embedder = seen.embedder
    for (const [number, face] of seen.faces.entries()) {
      const { descriptor } = face
      const found = descriptor === null ? null : await searchFaces(of, seen.embedder, descriptor)
      const [best] = found?.candidates ?? []
      const isKnown = found && best && best.similarity >= found.threshold
      faces.push({ label: faceLabel(index, number), picture, face, known: isKnown ? best : null })
    }
  }
  const { groups, threshold } = await groupFaces(of, pictures)
  const curve = models.embedders.find(({ name }) => name === embedder)?.curve
  const labelOf = (image: number, left: number, top: number) =>
    faces.find(
      ({ picture, face: { box } }) =>
        picture === pictures[image] && Math.abs(box.left - left) + Math.abs(box.top - top) < 0.001,
    )?.label ?? '?'
  return {
    ...{ faces, threshold },
    pairs: curve ? likenessesOf(faces, curve) : [],
    groups: groups.map(({ known, faces: members }) => ({
      labels: members.map(({ image, box }) => labelOf(image, box.left, box.top)),
      name: known?.name ?? null,
    })),
  }
}
