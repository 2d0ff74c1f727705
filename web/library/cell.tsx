import './selection.css'
import { useRef } from 'preact/hooks'
import { Icon } from '../ui/icons.tsx'
import { Tile } from './tile.tsx'
import type { Shot } from './timeline-state.ts'

const longPressMs = 450

/**
 * A tile that can be chosen: by its tick, by a click with Ctrl or Shift, by a long press, and by any
 * click once something is chosen. It lies absolutely in its row.
 */
export function Cell(props: {
  file: Shot
  href: string
  left: number
  width: number
  height: number
  homeOnline: boolean | null
  isChosen: boolean
  /** Something is chosen, this or another. */
  isChoosing: boolean
  /** Null when nothing can be done with the files here. */
  onChoose: ((isRange: boolean) => void) | null
  caption?: string | undefined
  onBroken: () => void
  /** Null when it cannot be dragged anywhere. */
  onDrag?: { start: (event: DragEvent) => void; end: () => void } | null
}) {
  const { file, onChoose, onDrag = null } = props
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; isOver: boolean } | null>(null)
  const letGo = () => clearTimeout(press.current?.timer)

  function beginPress() {
    letGo()
    const begun = {
      isOver: false,
      timer: setTimeout(() => {
        begun.isOver = true
        onChoose?.(false)
      }, longPressMs),
    }
    press.current = begun
  }

  function onClickCapture(event: MouseEvent) {
    const wasHeld = press.current?.isOver === true
    press.current = null
    const { ctrlKey, metaKey, shiftKey, target } = event
    if (!wasHeld && !ctrlKey && !metaKey && !shiftKey && !props.isChoosing) return
    if (target instanceof Element && target.closest('.cell-check')) return
    event.preventDefault()
    event.stopPropagation()
    if (!wasHeld) onChoose?.(shiftKey)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the link inside is what is used
    <div
      class={`cell ${props.isChosen ? 'is-chosen' : ''}`}
      style={{
        transform: `translateX(${props.left}px)`,
        width: `${props.width}px`,
        height: `${props.height}px`,
      }}
      {...(onDrag && { draggable: true, onDragStart: onDrag.start, onDragEnd: onDrag.end })}
      {...(onChoose && {
        onTouchStart: beginPress,
        onTouchMove: letGo,
        onTouchEnd: letGo,
        onTouchCancel: letGo,
        onClickCapture,
      })}
      onContextMenu={(event) => {
        if (press.current?.isOver) event.preventDefault()
      }}
    >
      <Tile
        file={file}
        href={props.href}
        left={0}
        width={props.width}
        height={props.height}
        homeOnline={props.homeOnline}
        caption={props.caption}
        onBroken={props.onBroken}
      />
      {onChoose && (
        <button
          type="button"
          class="cell-check"
          tabIndex={-1}
          aria-label={`Select ${file.name}`}
          aria-pressed={props.isChosen}
          onClick={(event) => onChoose(event.shiftKey)}
        >
          <Icon name="check" size={16} />
        </button>
      )}
    </div>
  )
}

/** Gives the focus to the tile of a file, if it is drawn. */
export function focusTile(id: string) {
  document.querySelector<HTMLElement>(`.tile[data-file="${id}"]`)?.focus()
}
