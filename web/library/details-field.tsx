import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { sentenceOf } from '../api.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'

type Saving = { state: 'idle' | 'saving' } | { state: 'failed'; sentence: string }

/** What becomes of a change that somebody makes in place. */
export function useSaving() {
  const [saving, setSaving] = useState<Saving>({ state: 'idle' })
  return {
    isSaving: saving.state === 'saving',
    failure: saving.state === 'failed' ? saving.sentence : null,
    clear: () => setSaving({ state: 'idle' }),
    /** Resolves to whether it is saved. */
    save: async (work: () => Promise<void>): Promise<boolean> => {
      setSaving({ state: 'saving' })
      try {
        await work()
        setSaving({ state: 'idle' })
        return true
      } catch (error) {
        setSaving({ state: 'failed', sentence: sentenceOf(error) })
        return false
      }
    },
  }
}

/** Why a change was refused, where it was made. */
export function SaveFailure({ sentence }: { sentence: string | null }) {
  if (sentence === null) return null
  return (
    <p class="form-error" role="alert">
      <Icon name="alert" size={18} /> {sentence}
    </p>
  )
}

/**
 * Something that is read, and written in its own place: a pencil opens its form. Escape leaves it, and
 * what was typed stays while it is refused.
 */
export function EditablePlace(props: {
  /** Of what it is: `Change the name`. */
  label: string
  canEdit: boolean
  class?: string
  shown: ComponentChildren
  /** The fields. */
  form: ComponentChildren
  onOpen: () => void
  onSave: () => Promise<void>
  /** Something else that can be done, beside Save. */
  other?: { label: string; onClick: () => Promise<void> } | undefined
}) {
  const [isOpen, setOpen] = useState(false)
  const { isSaving, failure, save, clear } = useSaving()
  const form = useRef<HTMLFormElement>(null)
  const pencil = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (isOpen) form.current?.querySelector<HTMLElement>('input, textarea')?.focus()
  }, [isOpen])
  function close() {
    setOpen(false)
    clear()
    // Back to where the keyboard came from, once it is drawn.
    setTimeout(() => pencil.current?.querySelector('button')?.focus())
  }
  async function run(work: () => Promise<void>) {
    if (await save(work)) close()
  }
  if (!isOpen) {
    return (
      <div ref={pencil} class={`editable ${props.class ?? ''}`}>
        <div class="editable-shown">{props.shown}</div>
        {props.canEdit && (
          <IconButton
            icon="pencil"
            class="editable-pencil"
            label={props.label}
            onClick={() => {
              props.onOpen()
              setOpen(true)
            }}
          />
        )}
      </div>
    )
  }
  return (
    <form
      ref={form}
      class="editing"
      aria-label={props.label}
      onSubmit={(event) => {
        event.preventDefault()
        void run(props.onSave)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void run(props.onSave)
        if (event.key !== 'Escape') return
        // The viewer would close.
        event.preventDefault()
        event.stopPropagation()
        close()
      }}
    >
      {props.form}
      <SaveFailure sentence={failure} />
      <div class="editing-buttons">
        <Button kind="primary" type="submit" busy={isSaving}>
          {isSaving ? 'Saving…' : failure ? 'Try again' : 'Save'}
        </Button>
        <Button onClick={close}>Cancel</Button>
        {props.other && (
          <Button
            kind="quiet"
            disabled={isSaving}
            onClick={() => props.other && void run(props.other.onClick)}
          >
            {props.other.label}
          </Button>
        )}
      </div>
    </form>
  )
}
