import './timeline.css'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { FileId, SpaceId } from '#contracts/ids'
import { sentenceOf } from '../api.ts'
import { lazyPage } from '../shell/lazy-page.tsx'
import { showToast } from '../ui/toast.tsx'
import { fileAddress, type Place } from './addresses.ts'
import { Cell, focusTile } from './cell.tsx'
import { type GridSpot, spotAfterKey } from './grid-keys.ts'
import { Scrubber } from './scrubber.tsx'
import { choose, chooseAll, chooseNothing, chosen } from './selection.ts'
import { refreshFiles } from './state.ts'
import {
  anchorAt,
  dayHeader,
  dayName,
  heightOf,
  layTimeline,
  monthName,
  spotOf,
  type TimelineLayout,
} from './timeline-layout.ts'
import { loadMonth, type Month, wantedMonth } from './timeline-state.ts'
import { useView, useWidth } from './use-view.ts'

const fileActions = () => import('./file-actions.ts')
const SelectionBar = lazyPage(async () => (await import('./selection-bar.tsx')).SelectionBar, null)

/** How far outside the window rows are kept, and months loaded, in pixels. */
const overscan = 700
/** Months that only fly past are not asked for. */
const restMs = 90

/**
 * All pictures by day, in justified rows. The whole height is there at once; only rows near the
 * window are in the page, and what is in view stays where it is while months around it load.
 */
export function TimelineGrid(props: {
  months: Month[]
  of: Place & { spaceId: SpaceId; canEdit: boolean }
  homeOnline: boolean | null
  /** The picture that was open until now: it is brought into view and takes the focus. */
  returnTo: FileId | null
  onBroken: (id: FileId) => void
}) {
  const ref = useRef<HTMLDivElement>(null)
  const width = useWidth(ref)
  const view = useView(ref, overscan)
  const layout = useMemo(() => layTimeline(props.months, width), [props.months, width])

  const before = useRef<TimelineLayout | null>(null)
  useLayoutEffect(() => {
    const last = before.current
    before.current = layout
    const above = -(ref.current?.getBoundingClientRect().top ?? 0)
    // At the very top new pictures are to be seen.
    if (!last || last === layout || above <= 0) return
    const anchor = anchorAt(last, above)
    const to = anchor && heightOf(layout, anchor)
    if (to !== null && Math.abs(to - above) > 0.5) scrollBy(0, to - above)
  }, [layout])

  const inView = layout.months.filter(
    ({ top, height }) => top + height > view.top && top < view.bottom,
  )
  const wanted = inView.map(({ month }) => month).join(' ')
  useEffect(() => {
    if (width === 0) return
    const timer = setTimeout(() => {
      for (const month of wanted.split(' ')) void loadMonth(month)
    }, restMs)
    return () => clearTimeout(timer)
  }, [wanted, width, props.months])

  const { returnTo } = props
  useEffect(() => {
    if (returnTo === null || width === 0) return
    const top = ref.current?.getBoundingClientRect().top ?? 0
    const spot = layout.months.map((month) => spotOf(month, returnTo)).find((each) => each !== null)
    if (spot && (top + spot.top < 0 || top + spot.top + spot.height > innerHeight)) {
      scrollTo({ top: scrollY + top + spot.top - (innerHeight - spot.height) / 2 })
    }
    // The rows there are drawn in the next frame.
    const timer = setTimeout(() => focusTile(returnTo), 60)
    return () => clearTimeout(timer)
  }, [returnTo])

  const goal = wantedMonth.value
  useEffect(() => {
    const month =
      goal === null || width === 0 ? null : layout.months.find((each) => each.month === goal)
    if (!month) return
    wantedMonth.value = null
    scrollTo({ top: scrollY + (ref.current?.getBoundingClientRect().top ?? 0) + month.top })
  }, [goal, layout])

  useEffect(() => chooseNothing, [])
  const picked = chosen.value
  const order = () => props.months.flatMap(({ items }) => items ?? []).map(({ id }) => id)

  const rowsInView = inView.map((month) => ({
    month,
    days: (month.days ?? []).flatMap((laidDay) => {
      const start = month.top + laidDay.top + dayHeader
      const rows = laidDay.rows.filter(
        ({ top, height }) => start + top + height > view.top && start + top < view.bottom,
      )
      return rows.length === 0 ? [] : [{ ...laidDay, rows }]
    }),
  }))

  function onKeyDown(event: KeyboardEvent) {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const tile = event.target instanceof HTMLElement ? event.target.closest('.tile') : null
    const id = tile?.getAttribute('data-file')
    const shots = rowsInView.flatMap(({ days }) => days.flatMap(({ items }) => items))
    const at = shots.findIndex((shot) => shot.id === id)
    const shot = shots[at]
    if (!shot) return
    if (event.key === ' ' || event.key === 'x' || event.key === 'X') {
      event.preventDefault()
      choose(shot.id, event.shiftKey, order)
      return
    }
    if (/^(Delete|[af])$/.test(event.key)) {
      event.preventDefault()
      const next = shots[at + 1] ?? shots[at - 1]
      if (event.key !== 'f' && props.of.canEdit && picked.size === 0 && next) focusTile(next.id)
      // The bar may not be there yet when something was chosen just now.
      const meant =
        picked.size > 0
          ? { ids: [...picked], isFavorite: false }
          : { ids: [shot.id], isFavorite: shot.isFavorite }
      const onChanged = (ids: FileId[]) => {
        refreshFiles(ids)
        chooseNothing()
      }
      const where = { canEdit: props.of.canEdit, album: null, onChanged }
      void fileActions()
        .then(({ keysOfFiles }) => keysOfFiles(where)(event.key, meant))
        .catch((error: unknown) => showToast(sentenceOf(error), { kind: 'danger' }))
      return
    }
    const spots = rowsInView.flatMap(({ days }) =>
      days.flatMap(({ items, rows }) =>
        rows.map((row) =>
          row.items.flatMap(({ index, left, width: itemWidth }): GridSpot<FileId>[] => {
            const found = items[index]
            return found ? [{ id: found.id, middle: left + itemWidth / 2 }] : []
          }),
        ),
      ),
    )
    const to = spotAfterKey(spots, shot.id, event.key)
    if (to === null) return
    event.preventDefault()
    focusTile(to)
  }

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the links inside */}
      <div
        ref={ref}
        class={`grid timeline ${picked.size > 0 ? 'is-choosing' : ''}`}
        style={{ height: `${layout.height}px` }}
        onKeyDown={onKeyDown}
      >
        {width > 0 &&
          rowsInView.map(({ month, days }) =>
            month.days === null ? (
              <div
                key={month.month}
                class="month-waiting"
                style={{ transform: `translateY(${month.top}px)`, height: `${month.height}px` }}
              >
                <h2 class="day-name">{monthName(month.month)}</h2>
              </div>
            ) : (
              days.map(({ day, items, top, rows }) => (
                <section
                  key={day}
                  class="day"
                  style={{ transform: `translateY(${month.top + top}px)` }}
                >
                  <h2 class="day-name">
                    {dayName(day)} <span class="quiet figures">{items.length}</span>
                    <button
                      type="button"
                      class="day-check"
                      onClick={() => chooseAll(items.map(({ id }) => id))}
                    >
                      Select day
                    </button>
                  </h2>
                  {rows.map((row) => (
                    <div
                      key={row.items[0]?.index}
                      class="tile-row"
                      style={{ transform: `translateY(${dayHeader + row.top}px)` }}
                    >
                      {row.items.map(({ index, left, width: itemWidth }) => {
                        const shot = items[index]
                        return (
                          shot && (
                            <Cell
                              key={shot.id}
                              file={shot}
                              href={fileAddress(props.of, shot.id)}
                              left={left}
                              width={itemWidth}
                              height={row.height}
                              homeOnline={props.homeOnline}
                              isChosen={picked.has(shot.id)}
                              isChoosing={picked.size > 0}
                              onChoose={(isRange) => choose(shot.id, isRange, order)}
                              onBroken={() => props.onBroken(shot.id)}
                            />
                          )
                        )
                      })}
                    </div>
                  ))}
                </section>
              ))
            ),
          )}
      </div>
      {picked.size > 0 && (
        <SelectionBar
          ids={[...picked]}
          within={{ kind: 'library' }}
          spaceId={props.of.spaceId}
          canEdit={props.of.canEdit}
          onChanged={refreshFiles}
        />
      )}
      <Scrubber
        layout={layout}
        at={view.top + overscan}
        onGo={(top) =>
          scrollTo({ top: scrollY + (ref.current?.getBoundingClientRect().top ?? 0) + top })
        }
      />
    </>
  )
}
