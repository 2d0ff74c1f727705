import { useEffect, useState } from 'preact/hooks'
import type { ExampleView, OrganizationView, SubjectView } from '#contracts/face-api'
import { sentenceOf } from '../api.ts'
import { attempt } from '../shell/attempt.ts'
import { NameDialog } from '../shell/name-dialog.tsx'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Row, Sheet } from '../ui/sheet.tsx'
import { showToast } from '../ui/toast.tsx'
import {
  eraseExample,
  eraseSubject,
  readExamplePicture,
  readExamples,
  readSubjects,
  renameSubject,
} from './organization-calls.ts'
import type { PartProps } from './page.tsx'

/** Whom the organization knows, and by which faces. */
export function SubjectsPart({ organization, onChanged }: PartProps) {
  const [items, setItems] = useState<readonly SubjectView[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [sentence, setSentence] = useState<string | null>(null)
  const [renamed, setRenamed] = useState<SubjectView | null>(null)
  const [erased, setErased] = useState<SubjectView | null>(null)
  const [openId, setOpenId] = useState<string | null>(null)
  const load = async (cursor: string | null = null) => {
    setSentence(null)
    await readSubjects(organization, cursor).then(
      (page) => {
        setItems((before) => [...(cursor === null ? [] : (before ?? [])), ...page.items])
        setNext(page.nextCursor)
      },
      (error: unknown) => setSentence(sentenceOf(error)),
    )
  }
  useEffect(() => void load(), [])
  return (
    <Sheet
      title="Subjects"
      lead={`${organization.subjects} known by ${organization.examples} ${organization.examples === 1 ? 'face' : 'faces'}.`}
    >
      {sentence && (
        <div class="page-failure" role="alert">
          <p>{sentence}</p>
          <Button icon="retry" onClick={() => void load()}>
            Try again
          </Button>
        </div>
      )}
      {items === null && !sentence && (
        <div class="sheet-loading" role="status" aria-label="Loading">
          <span class="skeleton" />
        </div>
      )}
      {items?.length === 0 && <p class="sheet-empty quiet">Nobody is registered yet.</p>}
      {items && items.length > 0 && (
        <ul class="faces-list" aria-label="Subjects">
          {items.map((subject) => (
            <Row
              key={subject.id}
              title={subject.name}
              note={`${subject.examples} ${subject.examples === 1 ? 'face' : 'faces'}`}
              actions={
                <>
                  <Button
                    aria-expanded={openId === subject.id}
                    onClick={() => setOpenId(openId === subject.id ? null : subject.id)}
                  >
                    Faces
                  </Button>
                  <Button icon="pencil" onClick={() => setRenamed(subject)}>
                    Rename
                  </Button>
                  <Button kind="danger" icon="trash" onClick={() => setErased(subject)}>
                    Erase
                  </Button>
                </>
              }
            >
              {openId === subject.id && (
                <Examples
                  organization={organization}
                  subject={subject}
                  onErased={async () => {
                    await load()
                    await onChanged()
                  }}
                />
              )}
            </Row>
          ))}
        </ul>
      )}
      {next !== null && (
        <div class="sheet-more">
          <Button onClick={() => void load(next)}>More</Button>
        </div>
      )}
      {renamed && (
        <NameDialog
          title="What is the right name?"
          button="Rename"
          name={renamed.name}
          onName={async (name) => {
            await renameSubject(organization, renamed, name.trim())
            await load()
          }}
          onClose={() => setRenamed(null)}
        />
      )}
      {erased && (
        <TaskDialog
          title={`Erase ${erased.name}?`}
          button="Erase"
          kind="danger"
          onSubmit={async () => {
            await eraseSubject(organization, erased)
            showToast('Erased everywhere. The receipt is on the Organization tab.')
            await load()
            await onChanged()
          }}
          onClose={() => setErased(null)}
        >
          <p>
            Their faces go from the database, the index and the pictures at once, and cannot be
            brought back. A signed receipt says what was erased.
          </p>
        </TaskDialog>
      )}
    </Sheet>
  )
}

function Examples(props: {
  organization: OrganizationView
  subject: SubjectView
  onErased: () => Promise<void>
}) {
  const { organization, subject } = props
  const [examples, setExamples] = useState<readonly ExampleView[] | null>(null)
  const [sentence, setSentence] = useState<string | null>(null)
  useEffect(() => {
    readExamples(organization, subject).then(setExamples, (error: unknown) =>
      setSentence(sentenceOf(error)),
    )
  }, [subject])
  if (sentence) return <p role="alert">{sentence}</p>
  if (examples === null) return <p role="status">Loading…</p>
  return (
    <ul class="faces-examples" aria-label={`Faces of ${subject.name}`}>
      {examples.map((example) => (
        <li key={example.id}>
          <ExamplePicture organization={organization} example={example} />
          <span class="quiet">{Math.round(example.quality * 100)}% good</span>
          <IconButton
            icon="trash"
            label="Erase this face"
            onClick={() =>
              void attempt(() => eraseExample(organization, example), 'Erased.').then((isDone) => {
                if (!isDone) return
                setExamples((all) => all?.filter(({ id }) => id !== example.id) ?? null)
                void props.onErased()
              })
            }
          />
        </li>
      ))}
    </ul>
  )
}

function ExamplePicture(props: { organization: OrganizationView; example: ExampleView }) {
  const { organization, example } = props
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!example.hasPicture) return
    let made: string | null = null
    let isOver = false
    readExamplePicture(organization, example).then(
      (blob) => {
        if (isOver) return
        made = URL.createObjectURL(blob)
        setUrl(made)
      },
      // Without its picture an example is still a face: the list says the rest.
      () => setUrl(null),
    )
    return () => {
      isOver = true
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [example.id])
  return url === null ? (
    <span class="faces-example-none" />
  ) : (
    <img class="faces-example-picture" src={url} alt="" width={96} height={96} />
  )
}
