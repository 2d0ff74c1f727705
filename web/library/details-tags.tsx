import { useId, useState } from 'preact/hooks'
import { colourNames } from '#contracts/colours'
import type { FileDetail } from '#contracts/files'
import { Icon } from '../ui/icons.tsx'
import { SaveFailure, useSaving } from './details-field.tsx'
import { setTags } from './details-save.ts'
import { tagOf } from './details-words.ts'

/** The colour behind each basic colour term, as a small swatch. */
const swatches = new Set<string>(colourNames)

/** The engine that is a person. */
const byHand = 'hand'

const maxTags = 50

/** What a file is tagged with: by people, to be changed, and by engines. */
export function Tags({ detail, canEdit }: { detail: FileDetail; canEdit: boolean }) {
  const hand = detail.tags.filter((tag) => tag.engine === byHand).map((tag) => tag.label)
  const machine = detail.tags.filter((tag) => tag.engine !== byHand)
  const isColours = machine.every((tag) => swatches.has(tag.label))
  return (
    <>
      {(hand.length > 0 || canEdit) && (
        <section>
          <h2 class="details-heading">Tags</h2>
          <HandTags detail={detail} tags={hand} canEdit={canEdit} />
        </section>
      )}
      {machine.length > 0 && (
        <section>
          <h2 class="details-heading">{isColours ? 'Colours' : 'Found in it'}</h2>
          <ul class="tags">
            {machine.map((tag) => (
              <li key={`${tag.engine} ${tag.label}`} class="tag" title={`Found by ${tag.engine}`}>
                {swatches.has(tag.label) && <span class={`swatch swatch-${tag.label}`} />}
                {tag.label} <span class="quiet figures">{Math.round(tag.probability * 100)} %</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function HandTags(props: { detail: FileDetail; tags: string[]; canEdit: boolean }) {
  const { detail, tags, canEdit } = props
  const [typed, setTyped] = useState('')
  const { isSaving, failure, clear, save } = useSaving()
  const inputId = useId()

  async function add() {
    const tag = tagOf(typed)
    if (tag === null || tags.includes(tag)) {
      setTyped('')
      return
    }
    const isDone = await save(() => setTags(detail.id, [...tags, tag], tags, `Tagged “${tag}”.`))
    if (isDone) setTyped('')
  }
  function remove(tag: string) {
    const left = tags.filter((other) => other !== tag)
    void save(() => setTags(detail.id, left, tags, `“${tag}” is taken away.`))
  }

  return (
    <>
      <ul class="tags" aria-busy={isSaving}>
        {tags.map((tag) => (
          <li key={tag} class="tag is-by-hand">
            {tag}
            {canEdit && (
              <button
                type="button"
                class="tag-remove"
                aria-label={`Take the tag ${tag} away`}
                disabled={isSaving}
                onClick={() => remove(tag)}
              >
                <Icon name="close" size={14} />
              </button>
            )}
          </li>
        ))}
        {canEdit && tags.length < maxTags && (
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
                  clear()
                  setTyped(event.currentTarget.value)
                }}
                onKeyDown={(event) => {
                  const last = tags.at(-1)
                  if (event.key === ',') {
                    event.preventDefault()
                    void add()
                  } else if (event.key === 'Backspace' && typed === '' && last && !isSaving) {
                    remove(last)
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
        )}
      </ul>
      <SaveFailure sentence={failure} />
    </>
  )
}
