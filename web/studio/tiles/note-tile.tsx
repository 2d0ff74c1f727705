import { useEffect, useRef } from 'preact/hooks'
import { maxNoteLength } from '#contracts/canvas'
import { writtenNote } from '../canvas/surface-state.ts'
import { elementOf } from '../canvas/tile-elements.ts'
import { edit } from '../sync/canvas-sync.ts'
import type { TileOf, TileProps } from './tile-props.ts'

/** A few words on the canvas, written where they stand. */
export function NoteTile({ tile }: TileProps<'note'>) {
  if (writtenNote.value === tile.id) return <NoteField tile={tile} />
  return (
    <p class={`note-words is-${tile.colour}`}>
      {tile.text || <span class="quiet">An empty note</span>}
    </p>
  )
}

function NoteField({ tile }: { tile: TileOf<'note'> }) {
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  const leave = () => {
    if (writtenNote.value === tile.id) writtenNote.value = null
  }
  return (
    <textarea
      ref={field}
      class={`note-words is-${tile.colour}`}
      data-scrolls
      aria-label="The words of the note"
      maxLength={maxNoteLength}
      value={tile.text}
      onInput={(event) => {
        const set = { text: event.currentTarget.value }
        edit([{ type: 'change', changes: [{ tile: tile.id, set }] }], { step: `note ${tile.id}` })
      }}
      onBlur={leave}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key !== 'Escape') return
        leave()
        elementOf(tile.id)?.focus({ preventScroll: true })
      }}
    />
  )
}

export function noteTileName({ text }: TileOf<'note'>): string {
  return text === '' ? 'an empty note' : `note: ${text}`
}
