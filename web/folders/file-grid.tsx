import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { spotAfterKey } from '../library/grid-keys.ts'
import { justify } from '../library/justify.ts'
import { Tile } from '../library/tile.tsx'
import { useView, useWidth } from '../library/use-view.ts'
import { Icon } from '../ui/icons.tsx'
import { beginDrag, endDrag } from './dragging.ts'
import { rangeBetween } from './selection.ts'

/** How far outside the window rows are kept, in pixels. */
const overscan = 900

/** The files of a folder in justified rows; only those near the window are in the page. */
export function FileGrid(props: {
  files: FileView[]
  hrefOf: (id: FileId) => string
  homeOnline: boolean | null
  /** The file that is open over the grid; when it closes, the focus comes back to it. */
  openId: FileId | null
  selected: ReadonlySet<FileId>
  /** Null when nothing can be done with them here. */
  onSelect: ((ids: ReadonlySet<FileId>) => void) | null
  onNearEnd: () => void
  onBroken: () => void
  onDelete: ((ids: FileId[]) => void) | null
}) {
  const { files, selected, onSelect } = props
  const ref = useRef<HTMLDivElement>(null)
  const lastPicked = useRef<FileId | null>(null)
  const width = useWidth(ref)
  const view = useView(ref, overscan)
  const layout = useMemo(() => {
    const aspects = files.map((file) => (file.width ?? 4) / (file.height ?? 3))
    const targetHeight = width < 600 ? 128 : width < 1_000 ? 170 : 200
    return justify(aspects, { width, targetHeight, gap: width < 600 ? 3 : 6 })
  }, [files, width])

  const isNearEnd = width > 0 && view.bottom > layout.height - overscan
  const { onNearEnd, openId } = props
  useEffect(() => {
    if (isNearEnd && files.length > 0) onNearEnd()
  }, [isNearEnd, onNearEnd, files])
  const lastOpenId = useRef<FileId | null>(null)
  useEffect(() => {
    const returnTo = openId === null ? lastOpenId.current : null
    lastOpenId.current = openId
    if (returnTo === null) return
    const timer = setTimeout(() => focusTile(returnTo), 60)
    return () => clearTimeout(timer)
  }, [openId])

  function pick(id: FileId, isRange: boolean) {
    if (!onSelect) return
    const from = lastPicked.current
    const next = new Set(selected)
    if (isRange && from !== null) {
      for (const each of rangeBetween(files, from, id)) next.add(each)
    } else if (!next.delete(id)) next.add(id)
    lastPicked.current = id
    onSelect(next)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.metaKey || event.altKey) return
    const cell = event.target instanceof HTMLElement ? event.target.closest('.file-cell') : null
    const file = files.find(({ id }) => id === cell?.getAttribute('data-cell'))
    if (!file) return
    const keys: Record<string, (() => void) | null> = {
      ' ': onSelect && (() => pick(file.id, event.shiftKey)),
      x: onSelect && (() => pick(file.id, event.shiftKey)),
      Delete:
        props.onDelete &&
        (() => props.onDelete?.(selected.has(file.id) ? [...selected] : [file.id])),
    }
    const action = keys[event.key]
    if (action && !event.ctrlKey) {
      event.preventDefault()
      action()
      return
    }
    const spots = layout.rows.map((row) =>
      row.items.flatMap(({ index, left, width: itemWidth }) => {
        const found = files[index]
        return found ? [{ id: found.id, middle: left + itemWidth / 2 }] : []
      }),
    )
    const to = spotAfterKey(spots, file.id, event.key)
    if (to === null) return
    event.preventDefault()
    focusTile(to)
  }

  const inView = layout.rows.filter(
    (row) => row.top + row.height > view.top && row.top < view.bottom,
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the links inside
    <div
      ref={ref}
      class={`grid file-grid ${selected.size > 0 ? 'is-selecting' : ''}`}
      style={{ height: `${layout.height}px` }}
      onKeyDown={onKeyDown}
    >
      {width > 0 &&
        inView.map((row) => (
          <div
            key={row.items[0]?.index}
            class="tile-row"
            style={{ transform: `translateY(${row.top}px)` }}
          >
            {row.items.map(({ index, left, width: itemWidth }) => {
              const file = files[index]
              if (!file) return null
              const isPicked = selected.has(file.id)
              return (
                // biome-ignore lint/a11y/noStaticElementInteractions: the link inside is what is used
                <div
                  key={file.id}
                  class={`file-cell ${isPicked ? 'is-picked' : ''}`}
                  data-cell={file.id}
                  style={{
                    transform: `translateX(${left}px)`,
                    width: `${itemWidth}px`,
                    height: `${row.height}px`,
                  }}
                  draggable={onSelect !== null}
                  onDragStart={(event) =>
                    beginDrag(event, { files: isPicked ? [...selected] : [file.id] }, file.name)
                  }
                  onDragEnd={endDrag}
                  onClickCapture={(event) => {
                    const isChoice =
                      event.ctrlKey || event.metaKey || event.shiftKey || selected.size > 0
                    if (!onSelect || !isChoice) return
                    event.preventDefault()
                    event.stopPropagation()
                    pick(file.id, event.shiftKey)
                  }}
                >
                  <Tile
                    file={file}
                    href={props.hrefOf(file.id)}
                    left={0}
                    width={itemWidth}
                    height={row.height}
                    homeOnline={props.homeOnline}
                    onBroken={props.onBroken}
                  />
                  {onSelect && (
                    <button
                      type="button"
                      class="file-check"
                      tabIndex={-1}
                      aria-label={`Select ${file.name}`}
                      aria-pressed={isPicked}
                      onClick={(event) => pick(file.id, event.shiftKey)}
                    >
                      <Icon name="check" size={16} />
                    </button>
                  )}
                </div>
              )
            })}
          </div>
        ))}
    </div>
  )
}

function focusTile(id: FileId) {
  document.querySelector<HTMLElement>(`.tile[data-file="${id}"]`)?.focus()
}
