import { signal } from '@preact/signals'
import type { FileView } from '#contracts/files'
import type { FileId, SpaceId } from '#contracts/ids'
import type { TimelineItem } from '#contracts/timeline'
import { answer, api } from '../api.ts'

/** A file of the timeline; what only the list of files tells is there once it has changed. */
export type Shot = TimelineItem & Partial<Pick<FileView, 'work' | 'previewNote'>>

export interface Month {
  month: string
  files: number
  /** The newest first; null until they are read. */
  items: Shot[] | null
  /** It may have changed since it was read. */
  isStale: boolean
}

export interface TimelineState {
  status: 'loading' | 'ready' | 'failed'
  /** Of the last that was tried: the months, or the files of one. */
  error: unknown
  months: Month[]
}

const empty: TimelineState = { status: 'loading', error: null, months: [] }

export const timeline = signal<TimelineState>(empty)

/** The month to bring into view next, such as `2024-05`. */
export const wantedMonth = signal<string | null>(null)

let spaceId: SpaceId | null = null
/** What an older round brings is dropped: it is of another space. */
let round = 0
/** Months on their way, with what changed in the meantime. */
const onTheWay = new Map<string, FileView[]>()
/** Stands there for the list of months itself. */
const allMonths = ''

export function forgetTimeline() {
  round++
  spaceId = null
  onTheWay.clear()
  timeline.value = empty
}

/** Reads which months there are; what is known of them stays, and is read anew where it is shown. */
export async function loadTimeline(of: SpaceId | null = spaceId) {
  if (of === null) return
  if (of !== spaceId) forgetTimeline()
  spaceId = of
  const mine = ++round
  onTheWay.clear()
  onTheWay.set(allMonths, [])
  if (timeline.value.status === 'failed') timeline.value = empty
  try {
    const { months } = await answer(api.api.timeline.$get({ query: { space: of } }))
    if (mine !== round) return
    const changed = onTheWay.get(allMonths) ?? []
    onTheWay.delete(allMonths)
    const known = new Map(timeline.value.months.map((each) => [each.month, each]))
    timeline.value = {
      status: 'ready',
      error: null,
      months: months.map(([month, files]) => ({
        ...{ month, files },
        ...{ items: known.get(month)?.items ?? null, isStale: true },
      })),
    }
    mergeIntoTimeline(changed)
  } catch (error) {
    if (mine !== round) return
    onTheWay.delete(allMonths)
    const status = timeline.value.months.length === 0 ? 'failed' : 'ready'
    timeline.value = { ...timeline.value, status, error }
  }
}

/** Reads the files of a month, unless they are known or on their way. */
export async function loadMonth(month: string) {
  const there = timeline.value.months.find((each) => each.month === month)
  if (spaceId === null || !there || onTheWay.has(month)) return
  if (there.items !== null && !there.isStale) return
  const [mine, space] = [round, spaceId]
  onTheWay.set(month, [])
  try {
    const items: Shot[] = []
    let cursor: string | undefined
    do {
      const query = { space, ...(cursor === undefined ? {} : { cursor }) }
      const page = await answer(api.api.timeline[':month'].$get({ param: { month }, query }))
      if (mine !== round) return
      items.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    const changed = onTheWay.get(month) ?? []
    onTheWay.delete(month)
    timeline.value = {
      ...timeline.value,
      error: null,
      months: timeline.value.months
        .map((each) =>
          each.month === month ? { month, files: items.length, items, isStale: false } : each,
        )
        .filter(({ files }) => files > 0),
    }
    mergeIntoTimeline(changed)
  } catch (error) {
    if (mine !== round) return
    onTheWay.delete(month)
    timeline.value = { ...timeline.value, error }
  }
}

/** Puts files, as they are now, where they belong; those that left the timeline leave. */
export function mergeIntoTimeline(files: readonly FileView[]) {
  if (files.length === 0) return
  for (const changed of onTheWay.values()) changed.push(...files)
  const ofSpace = files.filter((file) => file.spaceId === spaceId)
  if (timeline.value.status !== 'ready' || ofSpace.length === 0) return
  const months = mergeShots(timeline.value.months, ofSpace)
  timeline.value = { ...timeline.value, months }
}

/** Takes out files that are not there any more. */
export function dropFromTimeline(ids: readonly FileId[]) {
  timeline.value = { ...timeline.value, months: withoutShots(timeline.value.months, new Set(ids)) }
}

function withoutShots(months: readonly Month[], ids: ReadonlySet<FileId>): Month[] {
  return months
    .map((month) => {
      const items = month.items?.filter(({ id }) => !ids.has(id))
      if (!items || items.length === month.items?.length) return month
      return { ...month, items, files: items.length }
    })
    .filter(({ files }) => files > 0)
}

/**
 * The months with changed files in their places; of a file that changed more than once, as it was
 * last. A file of a month that is not loaded is counted there once that month is.
 */
export function mergeShots(months: readonly Month[], changed: readonly FileView[]): Month[] {
  const latest = new Map(changed.map((file) => [file.id, file]))
  const merged = withoutShots(months, new Set(latest.keys()))
  for (const file of latest.values()) {
    if (file.trashedAt !== null || file.archivedAt !== null) continue
    const month = file.shownAt.slice(0, 7)
    const at = merged.findIndex((each) => each.month === month)
    const there = merged[at]
    if (!there) {
      // All of a month that was not there, unless it was emptied just now: then this is all of it, too.
      merged.push({ month, files: 1, items: [file], isStale: false })
      merged.sort((a, b) => (a.month < b.month ? 1 : -1))
    } else if (there.items !== null) {
      const items = [...there.items, file].sort(newestFirst)
      merged[at] = { ...there, items, files: items.length }
    }
  }
  return merged
}

function newestFirst(left: Shot, right: Shot): number {
  if (left.shownAt !== right.shownAt) return left.shownAt < right.shownAt ? 1 : -1
  return left.id < right.id ? 1 : -1
}

/** The files before and after one in the timeline; a month that is needed for it begins to load. */
export function neighboursOf(id: FileId): { previous: FileId | null; next: FileId | null } {
  const { months } = timeline.value
  for (const [at, { items }] of months.entries()) {
    const index = items?.findIndex((item) => item.id === id) ?? -1
    if (!items || index < 0) continue
    const beside = (step: 1 | -1) => {
      const within = items[index + step]
      if (within) return within.id
      const other = months[at + step]
      if (other && other.items === null) void loadMonth(other.month)
      return other?.items?.at(step === 1 ? 0 : -1)?.id ?? null
    }
    return { previous: beside(-1), next: beside(1) }
  }
  return { previous: null, next: null }
}
