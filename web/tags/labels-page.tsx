import './tags.css'
import { useEffect, useState } from 'preact/hooks'
import type { Me, MySpace } from '#contracts/accounts'
import { type LabelGroup, type LabelSet, labelGroups } from '#contracts/labels'
import { answer, api, sentenceOf } from '../api.ts'
import { personalSpaceOf, spaceOf } from '../shell/own-spaces.ts'
import { readSpacePage, spacePageAddress } from '../shell/space-pages.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icons.tsx'
import { follow } from '../ui/route.ts'
import { StateNote } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { QuestionDialog } from './question-dialog.tsx'

const groupNames: Record<LabelGroup, string> = {
  objects: 'Things',
  scenes: 'Places',
  events: 'Events',
  documents: 'Documents',
}

const stateWords: Record<LabelSet['state'], string> = {
  no_model:
    'Labels need pictures that a CLIP model has looked at. An admin fetches one; until then these are kept and used by nothing. Colours and things that the shipped detector knows are tags without it.',
  working: 'Pictures are being looked at for these; tags come in as it goes.',
  ready: 'Every picture that the model has seen has those that fit.',
}

/** What the pictures of a space are looked at for. */
export function LabelsPage({ me, path }: { me: Me; path: string }) {
  const of = readSpacePage(path)?.space ?? null
  const space = of === null ? personalSpaceOf(me) : spaceOf(me, of)
  if (space === null) return <StateNote icon="tag" title="There is no such space" />
  return (
    <div class="labels-page">
      <a class="tags-labels" href={spacePageAddress({ kind: 'tags', space: of })} onClick={follow}>
        <Icon name="left" size={18} /> All tags
      </a>
      <Labels key={space.id} space={space} />
    </div>
  )
}

function Labels({ space }: { space: MySpace }) {
  const [saved, setSaved] = useState<LabelSet | null>(null)
  const [draft, setDraft] = useState<LabelSet | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const param = { spaceId: space.id }
  const labelsOfSpace = api.api.spaces[':spaceId'].labels
  const take = (set: LabelSet) => {
    setSaved(set)
    setDraft(set)
    setError(null)
  }
  const load = () => answer(labelsOfSpace.$get({ param })).then(take).catch(setError)
  useEffect(() => void load(), [space.id])
  if (draft === null) {
    if (error === null) return <div class="skeleton" role="status" aria-label="Loading" />
    return (
      <div class="page-failure" role="alert">
        <p>{sentenceOf(error)}</p>
        <Button icon="retry" onClick={() => void load()}>
          Try again
        </Button>
      </div>
    )
  }
  const canEdit = space.role === 'admin'
  const isChanged = draft !== saved

  async function save(set: LabelSet) {
    setBusy(true)
    const own = set.labels.filter(({ comesWithVault }) => !comesWithVault)
    const json = {
      version: set.version,
      removed: set.labels.filter(({ isOn }) => !isOn).map(({ name }) => name),
      added: own.map(({ name, group }) => ({ name, group })),
      questions: set.questions,
    }
    try {
      take(await answer(labelsOfSpace.$put({ param, json })))
      showToast('Saved. Pictures are looked at anew, as far as a model has seen them.')
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const labelsOf = (group: LabelGroup) => draft.labels.filter((label) => label.group === group)
  function press(name: string) {
    if (draft === null) return
    const labels = draft.labels.flatMap((label) =>
      label.name !== name ? [label] : label.comesWithVault ? [{ ...label, isOn: !label.isOn }] : [],
    )
    setDraft({ ...draft, labels })
  }
  return (
    <>
      <p class="quiet">{stateWords[draft.state]}</p>
      {!canEdit && <p class="quiet">Admins of this space change them.</p>}
      <section class="label-group">
        <h2>Questions</h2>
        {draft.questions.length === 0 && (
          <p class="quiet">None yet. A question is answered by yes or no for every picture.</p>
        )}
        <ul class="label-questions">
          {draft.questions.map((question) => (
            <li key={question.name}>
              <span>
                <strong>{question.name}</strong>{' '}
                <span class="quiet">
                  {question.yes}, not {question.no ?? 'any other picture'}
                </span>
              </span>
              {canEdit && (
                <IconButton
                  icon="close"
                  label={`Ask no more: ${question.name}`}
                  onClick={() =>
                    setDraft({
                      ...draft,
                      questions: draft.questions.filter((each) => each !== question),
                    })
                  }
                />
              )}
            </li>
          ))}
        </ul>
        {canEdit && (
          <Button icon="plus" onClick={() => setAsking(true)}>
            Ask a question
          </Button>
        )}
      </section>
      {labelGroups.map((group) => (
        <section key={group} class="label-group">
          <h2>{groupNames[group]}</h2>
          <ul class="label-list">
            {labelsOf(group).map(({ name, isOn, comesWithVault }) => (
              <li key={name}>
                <button
                  type="button"
                  class="label-switch"
                  aria-pressed={isOn}
                  disabled={!canEdit}
                  title={comesWithVault ? undefined : 'Your own: a press removes it'}
                  onClick={() => press(name)}
                >
                  {name} {!comesWithVault && <Icon name="close" size={14} />}
                </button>
              </li>
            ))}
          </ul>
          {canEdit && (
            <AddLabel
              groupName={groupNames[group]}
              onAdd={(name) => {
                if (draft.labels.some((label) => label.name === name)) return
                const added = { name, group, comesWithVault: false, isOn: true }
                setDraft({ ...draft, labels: [...draft.labels, added] })
              }}
            />
          )}
        </section>
      ))}
      {(isChanged || error !== null) && (
        <div class="labels-save">
          {error !== null && <p role="alert">{sentenceOf(error)}</p>}
          <Button
            kind="primary"
            busy={isBusy}
            disabled={!isChanged}
            onClick={() => void save(draft)}
          >
            Save
          </Button>
          <Button onClick={() => (error === null ? setDraft(saved) : void load())}>Discard</Button>
        </div>
      )}
      {isAsking && (
        <QuestionDialog
          onClose={() => setAsking(false)}
          onAsk={(question) => setDraft({ ...draft, questions: [...draft.questions, question] })}
        />
      )}
    </>
  )
}

function AddLabel(props: { groupName: string; onAdd: (name: string) => void }) {
  const [name, setName] = useState('')
  return (
    <form
      class="label-add"
      onSubmit={(event) => {
        event.preventDefault()
        const label = name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()
        if (label !== '') props.onAdd(label)
        setName('')
      }}
    >
      <Field
        label={`Add to ${props.groupName.toLowerCase()}`}
        maxLength={80}
        autocomplete="off"
        autocapitalize="none"
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit">Add</Button>
    </form>
  )
}
