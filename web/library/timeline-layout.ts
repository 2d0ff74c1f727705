import type { FileId } from '#contracts/ids'
import { justify, type Row } from './justify.ts'
import type { Month, Shot } from './timeline-state.ts'

export const dayHeader = 52
const dayGap = 20

export interface LaidDay {
  /** `2024-05-31` */
  day: string
  items: Shot[]
  /** From the top of the month, in CSS pixels, as all lengths here. */
  top: number
  rows: Row[]
}

export interface LaidMonth {
  month: string
  files: number
  top: number
  height: number
  /** Null while its files are not known; its height is an estimate then. */
  days: LaidDay[] | null
}

export interface TimelineLayout {
  months: LaidMonth[]
  height: number
}

/** Many months stay as they are while one loads: their rows are not laid again. */
const laid = new WeakMap<readonly Shot[], { width: number; days: LaidDay[]; height: number }>()

function layMonth(items: readonly Shot[], width: number) {
  const known = laid.get(items)
  if (known?.width === width) return known
  const byDay = new Map<string, Shot[]>()
  for (const item of items) {
    const day = item.shownAt.slice(0, 10)
    const there = byDay.get(day)
    if (there) there.push(item)
    else byDay.set(day, [item])
  }
  let top = 0
  const days = [...byDay].map(([day, ofDay]): LaidDay => {
    const aspects = ofDay.map((item) => (item.width ?? 4) / (item.height ?? 3))
    const { rows, height } = justify(aspects, { width, ...measuresOf(width) })
    const start = top
    top += dayHeader + height + dayGap
    return { day, items: ofDay, top: start, rows }
  })
  const fresh = { width, days, height: top }
  laid.set(items, fresh)
  return fresh
}

function measuresOf(width: number) {
  const targetHeight = width < 600 ? 128 : width < 1_000 ? 180 : 220
  return { targetHeight, gap: width < 600 ? 3 : 6 }
}

/** All months stacked, the newest first; those that are not loaded are as high as the others suggest. */
export function layTimeline(months: readonly Month[], width: number): TimelineLayout {
  const { targetHeight, gap } = measuresOf(width)
  let [knownHeight, knownFiles] = [0, 0]
  for (const { items } of months) {
    if (items === null) continue
    knownHeight += layMonth(items, width).height
    knownFiles += items.length
  }
  const perRow = Math.max(1, width / (targetHeight * 1.4))
  // What was seen tells more than the guess once there is enough of it.
  const perFile = knownFiles > 100 ? knownHeight / knownFiles : (targetHeight + gap) / perRow + 8
  let top = 0
  const placed = months.map(({ month, files, items }): LaidMonth => {
    const start = top
    const known = items === null ? null : layMonth(items, width)
    const height = known?.height ?? Math.max(dayHeader + targetHeight + dayGap, files * perFile)
    top += height
    return { month, files, top: start, height, days: known?.days ?? null }
  })
  return { months: placed, height: top }
}

/** What stands at a height of a layout: the file there, or how far into a month that is not loaded. */
export interface Anchor {
  month: string
  fileId: FileId | null
  /** From the top of the file's row, or else the share of the month that lies above. */
  offset: number
}

export function anchorAt(layout: TimelineLayout, y: number): Anchor | null {
  const month = layout.months.find(({ top, height }) => top + height > y)
  if (!month) return null
  for (const { top, items, rows } of month.days ?? []) {
    for (const row of rows) {
      const rowTop = month.top + top + dayHeader + row.top
      const first = items[row.items[0]?.index ?? -1]
      if (first && rowTop + row.height > y) {
        return { month: month.month, fileId: first.id, offset: y - rowTop }
      }
    }
  }
  return { month: month.month, fileId: null, offset: (y - month.top) / month.height }
}

/** Where an anchor stands in another layout; null when its month is gone. */
export function heightOf(layout: TimelineLayout, anchor: Anchor): number | null {
  const month = layout.months.find((each) => each.month === anchor.month)
  if (!month) return null
  if (anchor.fileId === null) return month.top + anchor.offset * month.height
  const spot = spotOf(month, anchor.fileId)
  return spot === null ? month.top : spot.top + anchor.offset
}

/** The row in which a file stands, from the top of the timeline. */
export function spotOf(month: LaidMonth, id: FileId): { top: number; height: number } | null {
  for (const { top, items, rows } of month.days ?? []) {
    const at = items.findIndex((item) => item.id === id)
    const row = rows.find((each) => each.items.some(({ index }) => index === at))
    if (row) return { top: month.top + top + dayHeader + row.top, height: row.height }
  }
  return null
}

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' })
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const monthAndYear = new Intl.DateTimeFormat('en-GB', {
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

/** `Saturday, 14 June 2025` */
export function dayName(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  return `${weekday.format(at)}, ${date.format(at)}`
}

/** `June 2025` */
export function monthName(month: string): string {
  return monthAndYear.format(new Date(`${month}-01T00:00:00Z`))
}
