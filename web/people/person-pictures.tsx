import { useEffect, useMemo, useState } from 'preact/hooks'
import type { MySpace } from '#contracts/accounts'
import type { FaceId, PersonId, SpaceId } from '#contracts/ids'
import { fileAddress } from '../library/addresses.ts'
import { attempt } from '../shell/attempt.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { Button } from '../ui/button.tsx'
import { FacePicture } from './face-picture.tsx'
import { facesList, splitPerson } from './people-calls.ts'

/** The pictures of one person, the latest first; faces that are somebody else can be taken out. */
export function PersonPictures(props: {
  space: MySpace
  of: SpaceId | null
  personId: PersonId
  onClose: () => void
}) {
  const { space, personId } = props
  const [chosen, setChosen] = useState<ReadonlySet<FaceId>>(new Set())
  const list = useMemo(() => facesList(space.id, personId), [space.id, personId])
  useEffect(() => void list.load(), [list])
  const choose = (id: FaceId) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  async function split() {
    if (!(await attempt(() => splitPerson(space.id, personId, [...chosen])))) return
    setChosen(new Set())
    await list.load()
  }
  return (
    <div class="people">
      <div class="people-bar">
        <Button icon="left" onClick={props.onClose}>
          All people
        </Button>
        {chosen.size > 0 && (
          <Button kind="primary" onClick={() => void split()}>
            {chosen.size === 1 ? 'This is somebody else' : `These ${chosen.size} are somebody else`}
          </Button>
        )}
      </div>
      <PagedBody of={list} empty="Their pictures are in the trash.">
        {(faces) => (
          <ul class="person-faces">
            {faces.map((face) => (
              <li key={face.id}>
                <a
                  href={fileAddress({ kind: 'library', space: props.of }, face.file.id)}
                  aria-label={face.file.name}
                >
                  <FacePicture face={face} side={96} />
                </a>
                {space.role !== 'viewer' && (
                  <label>
                    <input
                      type="checkbox"
                      checked={chosen.has(face.id)}
                      onChange={() => choose(face.id)}
                    />{' '}
                    <span class="quiet">{face.file.shownAt.slice(0, 10)}</span>
                  </label>
                )}
              </li>
            ))}
          </ul>
        )}
      </PagedBody>
    </div>
  )
}
