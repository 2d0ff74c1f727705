import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { Cell, focusTile } from './cell.tsx'
import { spotAfterKey } from './grid-keys.ts'
import { justify } from './justify.ts'
import { choose, chooseNothing, chosen } from './selection.ts'
import { useView, useWidth } from './use-view.ts'

/** How far outside the window rows are kept, in pixels. */
const overscan = 900

/** Files in justified rows without days, in any order; only those near the window are in the page. */
export function FlatGrid(props: {
  files: FileView[]
  hrefOf: (id: FileId) => string
  /** What is said of a file while it is pointed at. */
  captionOf?: (id: FileId) => string | undefined
  homeOnline: boolean | null
  /** The file that is open over the grid; when it closes, it is in view and has the focus. */
  openId: FileId | null
  /** Whether something can be done with what is chosen here. */
  canChoose: boolean
  onNearEnd: () => void
  onBroken: (id: FileId) => void
  /** What a key does to the file that has the focus while nothing is chosen. */
  onKey: (key: string, file: FileView) => boolean
  /** What begins and ends when files are dragged; null when they cannot be. */
  onDrag?: {
    start: (event: DragEvent, ids: FileId[], name: string) => void
    end: () => void
  } | null
}) {
  const { files, canChoose, onDrag = null } = props
  const ref = useRef<HTMLDivElement>(null)
  const width = useWidth(ref)
  const view = useView(ref, overscan)
  const layout = useMemo(() => {
    const aspects = files.map((file) => (file.width ?? 4) / (file.height ?? 3))
    const targetHeight = width < 600 ? 128 : width < 1_000 ? 170 : 200
    return justify(aspects, { width, targetHeight, gap: width < 600 ? 3 : 6 })
  }, [files, width])
  useEffect(() => chooseNothing, [])
  const picked = chosen.value
  const order = () => files.map(({ id }) => id)

  const isNearEnd = width > 0 && view.bottom > layout.height - overscan
  const { onNearEnd, openId } = props
  useEffect(() => {
    // Also after each page: a large window may still be near the end.
    if (isNearEnd && files.length > 0) onNearEnd()
  }, [isNearEnd, onNearEnd, files])

  const lastOpenId = useRef<FileId | null>(null)
  useEffect(() => {
    const returnTo = openId === null ? lastOpenId.current : null
    lastOpenId.current = openId
    if (returnTo === null) return
    const row = layout.rows.find(({ items }) =>
      items.some(({ index }) => files[index]?.id === returnTo),
    )
    const top = (ref.current?.getBoundingClientRect().top ?? 0) + (row?.top ?? 0)
    if (row && (top < 0 || top + row.height > innerHeight)) {
      scrollTo({ top: scrollY + top - (innerHeight - row.height) / 2 })
    }
    // The rows there are drawn in the next frame.
    const timer = setTimeout(() => focusTile(returnTo), 60)
    return () => clearTimeout(timer)
  }, [openId])

  function onKeyDown(event: KeyboardEvent) {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const tile = event.target instanceof HTMLElement ? event.target.closest('.tile') : null
    const at = files.findIndex(({ id }) => id === tile?.getAttribute('data-file'))
    const file = files[at]
    if (!file) return
    if (canChoose && [' ', 'x', 'X'].includes(event.key)) {
      event.preventDefault()
      choose(file.id, event.shiftKey, order)
      return
    }
    if (picked.size === 0 && props.onKey(event.key, file)) {
      event.preventDefault()
      const next = files[at + 1] ?? files[at - 1]
      if (event.key === 'Delete' && next) focusTile(next.id)
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
      class={`grid flat-grid ${picked.size > 0 ? 'is-choosing' : ''}`}
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
              const isChosen = picked.has(file.id)
              return (
                <Cell
                  key={file.id}
                  file={file}
                  href={props.hrefOf(file.id)}
                  left={left}
                  width={itemWidth}
                  height={row.height}
                  homeOnline={props.homeOnline}
                  caption={props.captionOf?.(file.id)}
                  isChosen={isChosen}
                  isChoosing={picked.size > 0}
                  onChoose={canChoose ? (isRange) => choose(file.id, isRange, order) : null}
                  onBroken={() => props.onBroken(file.id)}
                  onDrag={
                    onDrag && {
                      start: (event) =>
                        onDrag.start(event, isChosen ? [...picked] : [file.id], file.name),
                      end: onDrag.end,
                    }
                  }
                />
              )
            })}
          </div>
        ))}
    </div>
  )
}
