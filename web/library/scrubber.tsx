import { useEffect, useRef, useState } from 'preact/hooks'
import { monthName, type TimelineLayout } from './timeline-layout.ts'

/** The months of the timeline along the right edge: to be dragged, clicked, or moved by keys. */
export function Scrubber(props: {
  layout: TimelineLayout
  /** What is at the top of the window, from the top of the timeline. */
  at: number
  onGo: (top: number) => void
}) {
  const { months, height } = props.layout
  const ref = useRef<HTMLDivElement>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const [isDragging, setDragging] = useState(false)
  const isMoving = useMoving(props.at)
  if (months.length < 2 || height < 3_000) return null
  const index = Math.max(
    0,
    months.findLastIndex(({ top }) => top <= props.at + 1),
  )
  const share = Math.min(1, Math.max(0, props.at / height))
  const monthAt = (y: number) => months.findLast(({ top }) => top <= y * height) ?? months[0]
  const shown = (pointed === null ? months[index] : monthAt(pointed)) ?? months[0]
  const shareOf = (event: PointerEvent) => {
    const box = ref.current?.getBoundingClientRect()
    return box ? Math.min(0.9999, Math.max(0, (event.clientY - box.top) / box.height)) : 0
  }
  const go = (to: number) => {
    const month = months[Math.min(months.length - 1, Math.max(0, to))]
    if (month) props.onGo(month.top)
  }
  const keys: Record<string, number> = {
    ...{ ArrowUp: index - 1, ArrowDown: index + 1, PageUp: index - 12, PageDown: index + 12 },
    ...{ Home: 0, End: months.length - 1 },
  }
  return (
    <div
      ref={ref}
      class={`scrubber ${isDragging || isMoving ? 'is-shown' : ''}`}
      role="slider"
      tabIndex={0}
      aria-label="Month"
      aria-orientation="vertical"
      aria-valuemin={1}
      aria-valuemax={months.length}
      aria-valuenow={index + 1}
      aria-valuetext={months[index] ? monthName(months[index].month) : ''}
      onKeyDown={(event) => {
        const to = keys[event.key]
        if (to === undefined) return
        event.preventDefault()
        go(to)
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setDragging(true)
        setPointed(shareOf(event))
        props.onGo(shareOf(event) * height)
      }}
      onPointerMove={(event) => {
        setPointed(shareOf(event))
        if (isDragging) props.onGo(shareOf(event) * height)
      }}
      onPointerUp={() => setDragging(false)}
      onPointerCancel={() => setDragging(false)}
      onPointerLeave={() => setPointed(null)}
    >
      {yearMarks(props.layout).map(({ year, top }) => (
        <span key={year} class="scrubber-year" style={{ top: `${top * 100}%` }}>
          {year}
        </span>
      ))}
      <span class="scrubber-thumb" style={{ top: `${share * 100}%` }} />
      {(pointed !== null || isMoving) && shown && (
        <output class="scrubber-month" style={{ top: `${(pointed ?? share) * 100}%` }}>
          {monthName(shown.month)}
        </output>
      )}
    </div>
  )
}

/** Where each year begins, as a share of the whole; years that would touch the one above are left out. */
export function yearMarks({ months, height }: TimelineLayout): { year: string; top: number }[] {
  const marks: { year: string; top: number }[] = []
  for (const { month, top } of months) {
    const year = month.slice(0, 4)
    const last = marks.at(-1)
    if (last?.year === year || (last && top / height - last.top < 0.035)) continue
    marks.push({ year, top: top / height })
  }
  return marks
}

/** Whether the page was scrolled within the last moment. */
function useMoving(at: number): boolean {
  const [isMoving, setMoving] = useState(false)
  const first = useRef(true)
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    setMoving(true)
    const timer = setTimeout(() => setMoving(false), 1_100)
    return () => clearTimeout(timer)
  }, [at])
  return isMoving
}
