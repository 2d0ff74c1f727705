import './people.css'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Me, MySpace } from '#contracts/accounts'
import type { PersonId, SpaceId } from '#contracts/ids'
import type { PersonView } from '#contracts/people'
import { onSpaceEvent } from '../library/live.ts'
import { attempt } from '../shell/attempt.ts'
import { NameDialog } from '../shell/name-dialog.tsx'
import { personalSpaceOf, spaceOf } from '../shell/own-spaces.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { readSpacePage } from '../shell/space-pages.ts'
import { Button } from '../ui/button.tsx'
import { follow } from '../ui/route.ts'
import { StateNote } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { changePerson, mergePeople, peopleList } from './people-calls.ts'
import { PersonCard } from './person-card.tsx'
import { PersonPictures } from './person-pictures.tsx'
import { ReviewPairs } from './review-pairs.tsx'
import { TurnOn } from './turn-on.tsx'

/** While pictures come in. */
const liveMs = 2_000

/** The people in the pictures of a space: to name, hide, merge, and look through. */
export function PeoplePage({ me, path }: { me: Me; path: string }) {
  const at = readSpacePage(path)
  const of = at?.space ?? null
  const space = of === null ? personalSpaceOf(me) : spaceOf(me, of)
  if (space === null) return <StateNote icon="people" title="There is no such space" />
  return <People key={space.id} space={space} of={of} />
}

function People(props: { space: MySpace; of: SpaceId | null }) {
  const { space } = props
  const [areHidden, setHidden] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<PersonId>>(new Set())
  const [naming, setNaming] = useState<PersonView | null>(null)
  const [open, setOpen] = useState<PersonId | null>(null)
  const list = useMemo(() => peopleList(space.id, areHidden), [space.id, areHidden])
  useEffect(() => {
    void list.load()
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = onSpaceEvent(({ type }) => {
      if (type !== 'hello' && type !== 'files.changed') return
      clearTimeout(timer)
      timer = setTimeout(() => void list.load(), liveMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [list])
  const { status, items, nextCursor } = list.list.value
  const canEdit = space.role !== 'viewer'
  const change = (person: PersonView, wanted: Parameters<typeof changePerson>[2]) =>
    attempt(() => changePerson(space.id, person.id, wanted)).then(() => list.load())

  function hide(person: PersonView) {
    void change(person, { isHidden: !person.isHidden })
    showToast(person.isHidden ? 'Shown again.' : 'Hidden from this page.', {
      action: { label: 'Undo', run: () => void change(person, { isHidden: person.isHidden }) },
    })
  }
  function choose({ id }: PersonView) {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  async function merge() {
    const among = items.filter(({ id }) => chosen.has(id))
    const kept = among.find(({ name }) => name !== null) ?? among[0]
    if (!kept) return
    const others = among.map(({ id }) => id).filter((id) => id !== kept.id)
    await attempt(() => mergePeople(space.id, kept.id, others))
    setChosen(new Set())
    await list.load()
  }
  if (open !== null) {
    return (
      <PersonPictures
        space={space}
        of={props.of}
        personId={open}
        onClose={() => {
          setOpen(null)
          void list.load()
        }}
      />
    )
  }
  const isEmpty = status === 'ready' && items.length === 0 && nextCursor === null
  return (
    <div class="people">
      <div class="people-bar">
        <Button kind="quiet" onClick={() => setHidden(!areHidden)} aria-pressed={areHidden}>
          {areHidden ? 'Show the others' : 'Show who is hidden'}
        </Button>
        {chosen.size > 1 && (
          <Button kind="primary" onClick={() => void merge()}>
            {`These ${chosen.size} are one person`}
          </Button>
        )}
        {chosen.size > 0 && <Button onClick={() => setChosen(new Set())}>Choose nobody</Button>}
        <a class="people-api" href="/faces" onClick={follow}>
          The face API
        </a>
      </div>
      {canEdit && !areHidden && <ReviewPairs space={space} onDone={() => void list.load()} />}
      {isEmpty && !areHidden ? (
        <TurnOn space={space} onDone={() => void list.load()} />
      ) : (
        <PagedBody of={list} empty="Nobody is hidden.">
          {(all) => (
            <ul class="people-list">
              {all.map((person) => (
                <PersonCard
                  key={person.id}
                  person={person}
                  canEdit={canEdit}
                  isChosen={chosen.has(person.id)}
                  onOpen={() => setOpen(person.id)}
                  onChoose={() => choose(person)}
                  onName={() => setNaming(person)}
                  onHide={() => hide(person)}
                  onFavorite={() => void change(person, { isFavorite: !person.isFavorite })}
                />
              ))}
            </ul>
          )}
        </PagedBody>
      )}
      {naming && (
        <NameDialog
          title="Who is this?"
          button="Save"
          name={naming.name ?? ''}
          onName={async (name) => {
            await changePerson(space.id, naming.id, { name: name.trim() })
            setNaming(null)
            await list.load()
          }}
          onClose={() => setNaming(null)}
        >
          All members of the space see the name, and find pictures by it.
        </NameDialog>
      )}
    </div>
  )
}
