import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { formatDay } from '../ui/format.ts'
import { fileAddress, type Place } from './addresses.ts'
import { focusTile } from './cell.tsx'
import { type Day, groupByDay } from './file-list.ts'
import { spotAfterKey } from './grid-keys.ts'
import { justify, type Row } from './justify.ts'
import { Tile } from './tile.tsx'
import { useView, useWidth } from './use-view.ts'

const headerHeight = 52
const dayGap = 20
/** How far outside the window rows are kept, in pixels. */
const overscan = 900

interface PlacedDay {
  day: Day
  top: number
  rows: Row[]
}

/** All days stacked: where each starts, and how high the whole is. */
function place(days: Day[], width: number): { days: PlacedDay[]; height: number } {
  const targetHeight = width < 600 ? 128 : width < 1_000 ? 180 : 220
  let top = 0
  const placed = days.map((day) => {
    const aspects = day.files.map((file) => (file.width ?? 4) / (file.height ?? 3))
    const { rows, height } = justify(aspects, { width, targetHeight, gap: width < 600 ? 3 : 6 })
    const start = top
    top += headerHeight + height + dayGap
    return { day, top: start, rows }
  })
  return { days: placed, height: top }
}

/**
 * What is in the trash, by the day on which it came there, in justified rows. Only rows near the window are in the page; the others are
 * empty space of the right height, so the scroll bar tells the truth.
 */
export function Grid(props: {
  files: FileView[]
  of: Place
  homeOnline: boolean | null
  /** The file that is open over the grid; when it closes, it is in view and has the focus. */
  openId: FileId | null
  onNearEnd: () => void
  onBroken: (id: FileId) => void
}) {
  const ref = useRef<HTMLDivElement>(null)
  const width = useWidth(ref)
  const view = useView(ref, overscan)
  const nowMs = Date.now()
  const days = useMemo(() => groupByDay(props.files, 'trash'), [props.files])
  const layout = useMemo(() => place(days, width), [days, width])

  const isNearEnd = view.bottom > layout.height - overscan
  const { onNearEnd } = props
  useEffect(() => {
    // Also after each page: a large window may still be near the end.
    if (isNearEnd && props.files.length > 0) onNearEnd()
  }, [isNearEnd, onNearEnd, props.files])

  const { openId } = props
  const lastOpenId = useRef<FileId | null>(null)
  useEffect(() => {
    const returnTo = openId === null ? lastOpenId.current : null
    lastOpenId.current = openId
    if (returnTo === null) return
    scrollToFile(layout.days, returnTo, ref.current)
    // The rows there are drawn in the next frame.
    const timer = setTimeout(() => focusTile(returnTo), 60)
    return () => clearTimeout(timer)
  }, [openId])

  function onKeyDown(event: KeyboardEvent) {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const tile = event.target instanceof HTMLElement ? event.target.closest('.tile') : null
    const file = props.files.find(({ id }) => id === tile?.getAttribute('data-file'))
    if (!file) return
    const spots = layout.days.flatMap(({ day, rows }) =>
      rows.map((row) =>
        row.items.flatMap(({ index, left, width: itemWidth }) => {
          const found = day.files[index]
          return found ? [{ id: found.id, middle: left + itemWidth / 2 }] : []
        }),
      ),
    )
    const to = spotAfterKey(spots, file.id, event.key)
    if (to === null) return
    event.preventDefault()
    focusTile(to)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the links inside
    <div ref={ref} class="grid" style={{ height: `${layout.height}px` }} onKeyDown={onKeyDown}>
      {width > 0 &&
        layout.days.map(({ day, top, rows }) => {
          const inView = rows.filter(
            (row) =>
              top + headerHeight + row.top + row.height > view.top &&
              top + headerHeight + row.top < view.bottom,
          )
          if (inView.length === 0) return null
          return (
            <section key={day.at} class="day" style={{ transform: `translateY(${top}px)` }}>
              <h2 class="day-name">
                {formatDay(day.at, nowMs)} <span class="quiet figures">{day.files.length}</span>
              </h2>
              {inView.map((row) => (
                <div
                  key={row.items[0]?.index}
                  class="tile-row"
                  style={{ transform: `translateY(${headerHeight + row.top}px)` }}
                >
                  {row.items.map(({ index, left, width: itemWidth }) => {
                    const file = day.files[index]
                    return (
                      file && (
                        <Tile
                          key={file.id}
                          file={file}
                          href={fileAddress(props.of, file.id)}
                          left={left}
                          width={itemWidth}
                          height={row.height}
                          homeOnline={props.homeOnline}
                          onBroken={() => props.onBroken(file.id)}
                        />
                      )
                    )
                  })}
                </div>
              ))}
            </section>
          )
        })}
    </div>
  )
}

/** Scrolls only when the row of that file is not in the window. */
function scrollToFile(days: PlacedDay[], id: FileId, grid: HTMLElement | null) {
  const gridTop = grid?.getBoundingClientRect().top ?? 0
  for (const { day, top, rows } of days) {
    const row = rows.find(({ items }) => items.some(({ index }) => day.files[index]?.id === id))
    if (!row) continue
    const rowTop = gridTop + top + headerHeight + row.top
    if (rowTop < 0 || rowTop + row.height > innerHeight) {
      scrollTo({ top: scrollY + rowTop - (innerHeight - row.height) / 2 })
    }
    return
  }
}
