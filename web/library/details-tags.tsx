import { useId, useState } from 'preact/hooks'
import { colourNames } from '#contracts/colours'
import type { FileDetail } from '#contracts/files'
import { maxHandTags } from '#contracts/tags'
import { Icon } from '../ui/icons.tsx'
import { SaveFailure, useSaving } from './details-field.tsx'
import { addTag, decideTag } from './details-save.ts'
import { type FileTagShown, saidBy, tagOf, tagsShown } from './details-words.ts'

/** The colour behind each basic colour term, as a small swatch. */
const swatches = new Set<string>(colourNames)

/** What a file is tagged with, by people and by engines, each label once; its colours apart. */
export function Tags({ detail, canEdit }: { detail: FileDetail; canEdit: boolean }) {
  const all = tagsShown(detail.tags)
  const isColour = (tag: FileTagShown) => !tag.isByHand && swatches.has(tag.label)
  const tags = all.filter((tag) => !isColour(tag))
  const colours = all.filter(isColour)
  return (
    <>
      {(tags.length > 0 || canEdit) && (
        <section>
          <h2 class="details-heading">Tags</h2>
          <TagList detail={detail} tags={tags} canEdit={canEdit} isAdding={canEdit} />
        </section>
      )}
      {colours.length > 0 && (
        <section>
          <h2 class="details-heading">Colours</h2>
          <TagList detail={detail} tags={colours} canEdit={canEdit} isAdding={false} />
        </section>
      )}
    </>
  )
}

function TagList(props: {
  detail: FileDetail
  tags: FileTagShown[]
  canEdit: boolean
  isAdding: boolean
}) {
  const { detail, tags, canEdit } = props
  const { isSaving, failure, clear, save } = useSaving()
  const byHand = tags.filter((tag) => tag.isByHand)
  const decide = (label: string, decision: 'confirmed' | 'removed') =>
    save(() => decideTag(detail.id, label, decision))
  return (
    <>
      <ul class="tags" aria-busy={isSaving}>
        {tags.map((tag) => (
          <TagChip
            key={tag.label}
            tag={tag}
            isBusy={isSaving}
            onDecide={canEdit ? (decision) => void decide(tag.label, decision) : null}
          />
        ))}
        {props.isAdding && byHand.length < maxHandTags && (
          <TagAdding
            onTyped={clear}
            onAdd={async (label) =>
              byHand.some((tag) => tag.label === label) ||
              (await save(() => addTag(detail.id, label)))
            }
            onRemoveLast={() => {
              const last = byHand.at(-1)
              if (last && !isSaving) void decide(last.label, 'removed')
            }}
          />
        )}
      </ul>
      <SaveFailure sentence={failure} />
    </>
  )
}

function TagChip(props: {
  tag: FileTagShown
  isBusy: boolean
  onDecide: ((decision: 'confirmed' | 'removed') => void) | null
}) {
  const { tag, isBusy, onDecide } = props
  const said = saidBy(tag)
  const isSwatch = swatches.has(tag.label)
  return (
    <li class={`tag ${tag.isByHand ? 'is-by-hand' : ''}`} title={said}>
      {isSwatch && <span class={`swatch swatch-${tag.label}`} />}
      {tag.label}
      {tag.probability < 1 && (
        <span class="quiet figures">{Math.round(tag.probability * 100)} %</span>
      )}
      <span class="visually-hidden">, {said}</span>
      {onDecide && !tag.isByHand && !isSwatch && (
        <button
          type="button"
          class="tag-remove"
          aria-label={`Confirm the tag ${tag.label}`}
          title={`${said}. Confirm it: it stays, whatever engines say`}
          disabled={isBusy}
          onClick={() => onDecide('confirmed')}
        >
          <Icon name="check" size={14} />
        </button>
      )}
      {onDecide && (
        <button
          type="button"
          class="tag-remove"
          aria-label={`Take the tag ${tag.label} away`}
          title={`${said}. Take it away: no engine brings it back`}
          disabled={isBusy}
          onClick={() => onDecide('removed')}
        >
          <Icon name="close" size={14} />
        </button>
      )}
    </li>
  )
}

function TagAdding(props: {
  onTyped: () => void
  /** Resolves to whether it is there now. */
  onAdd: (label: string) => Promise<boolean>
  onRemoveLast: () => void
}) {
  const [typed, setTyped] = useState('')
  const inputId = useId()
  async function add() {
    const label = tagOf(typed)
    if (label === null || (await props.onAdd(label))) setTyped('')
  }
  return (
    <li class="tag-adding">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <label for={inputId} class="visually-hidden">
          Add a tag
        </label>
        <input
          id={inputId}
          value={typed}
          placeholder="Add a tag"
          maxLength={80}
          autocomplete="off"
          autocapitalize="none"
          enterkeyhint="done"
          onInput={(event) => {
            props.onTyped()
            setTyped(event.currentTarget.value)
          }}
          onKeyDown={(event) => {
            if (event.key === ',') {
              event.preventDefault()
              void add()
            } else if (event.key === 'Backspace' && typed === '') {
              props.onRemoveLast()
            } else if (event.key === 'Escape') {
              // The viewer would close.
              event.preventDefault()
              event.stopPropagation()
              setTyped('')
              event.currentTarget.blur()
            }
          }}
        />
      </form>
    </li>
  )
}
