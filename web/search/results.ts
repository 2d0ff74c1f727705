import { type Signal, signal } from '@preact/signals'
import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import type { SearchPage, SearchResult } from '#contracts/search'
import type { ShownList } from '../library/state.ts'
import { isAsked, type SearchPlace } from './addresses.ts'

/** What was found, as far as it has been read. */
export interface Found extends Omit<SearchPage, 'items'> {
  /** `failed` only while there is nothing to show. */
  status: 'idle' | 'loading' | 'ready' | 'failed'
  /** What all the rest answers; what is asked meanwhile, if something is, is `next`. */
  asked: SearchPlace | null
  next: SearchPlace | null
  items: SearchResult[]
  error: unknown
  isLoadingMore: boolean
}

export interface SearchResults extends ShownList {
  found: Signal<Found>
  /**
   * Asks for something else; what was found before stays until the answer is there. While somebody
   * types, no model is asked for each of the texts on the way.
   */
  ask(place: SearchPlace, how?: 'typing' | 'meant'): Promise<void>
  again(): Promise<void>
  more(): Promise<void>
  stop(): void
}

export type ReadSearch = (
  place: SearchPlace,
  page: { cursor: string | null; limit: number; isTyping: boolean },
  stop: AbortSignal,
) => Promise<SearchPage>

const pageSize = 100
/** After a change, so many are read anew; further ones come with scrolling again. */
const refreshedAtMost = 600
const settleMs = 400

const nothing: Found = {
  ...{ status: 'idle', asked: null, next: null, error: null, isLoadingMore: false },
  ...{ items: [], words: [], widened: [], filters: [], matched: 'all', nextCursor: null },
  semantic: { state: 'not_asked', model: null },
}

/** The results of one page of the app. Of what is asked only the last answer counts. */
export function searchResults(read: ReadSearch): SearchResults {
  const found = signal<Found>(nothing)
  let running = new AbortController()
  let isTyping = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function begin(): AbortSignal {
    running.abort()
    running = new AbortController()
    return running.signal
  }

  /** A page may be short, or even empty, with more behind it. */
  async function readFirst(place: SearchPlace, wanted: number, stop: AbortSignal) {
    const first = await read(place, { cursor: null, limit: pageSize, isTyping }, stop)
    const items = [...first.items]
    let { nextCursor } = first
    while (nextCursor !== null && items.length < wanted) {
      const page = await read(place, { cursor: nextCursor, limit: pageSize, isTyping }, stop)
      items.push(...page.items)
      nextCursor = page.nextCursor
    }
    return { ...first, items: onlyOnce(items), nextCursor }
  }

  async function load(place: SearchPlace, wanted: number) {
    const stop = begin()
    const before = found.value
    const isAnew = before.items.length === 0 || before.status === 'failed'
    const status = isAnew ? ('loading' as const) : before.status
    found.value = { ...before, status, next: place, isLoadingMore: false }
    try {
      const answer = await readFirst(place, wanted, stop)
      if (stop.aborted) return
      found.value = { ...nothing, ...answer, status: 'ready', asked: place }
    } catch (error) {
      if (stop.aborted) return
      // What answers another question would look like the answer to this one.
      const isOther = before.asked !== place
      found.value =
        isOther || before.items.length === 0
          ? { ...nothing, status: 'failed', asked: place, error }
          : { ...before, next: null, isLoadingMore: false, error }
    }
  }

  return {
    found,
    async ask(place, how = 'meant') {
      isTyping = how === 'typing'
      clearTimeout(timer)
      timer = undefined
      if (!isAsked(place)) {
        begin()
        found.value = nothing
      } else await load(place, 1)
    },
    async again() {
      const place = found.value.next ?? found.value.asked
      if (place) await load(place, 1)
    },
    async more() {
      const { asked, next, nextCursor, isLoadingMore } = found.value
      if (asked === null || next !== null || nextCursor === null || isLoadingMore) return
      const stop = begin()
      found.value = { ...found.value, isLoadingMore: true, error: null }
      try {
        const page = await read(asked, { cursor: nextCursor, limit: pageSize, isTyping }, stop)
        if (stop.aborted) return
        const items = onlyOnce([...found.value.items, ...page.items])
        found.value = { ...found.value, items, nextCursor: page.nextCursor, isLoadingMore: false }
      } catch (error) {
        if (!stop.aborted) found.value = { ...found.value, error, isLoadingMore: false }
      }
    },
    refresh() {
      if (timer !== undefined) return
      timer = setTimeout(() => {
        timer = undefined
        const { asked, next, items } = found.value
        const place = next ?? asked
        if (place) void load(place, Math.max(1, Math.min(refreshedAtMost, items.length)))
      }, settleMs)
    },
    merge(files: readonly FileView[]) {
      const changed = new Map(files.map((file) => [file.id, file]))
      if (!found.value.items.some(({ file }) => changed.has(file.id))) return
      const items = found.value.items
        .map((result) => ({ ...result, file: changed.get(result.file.id) ?? result.file }))
        .filter(({ file }) => file.trashedAt === null)
      found.value = { ...found.value, items }
    },
    drop(ids: ReadonlySet<FileId>) {
      const items = found.value.items.filter(({ file }) => !ids.has(file.id))
      found.value = { ...found.value, items }
    },
    stop() {
      clearTimeout(timer)
      running.abort()
    },
  }
}

/** A file that moved between two pages while they were read is in both. */
function onlyOnce(items: SearchResult[]): SearchResult[] {
  return [...new Map(items.map((result) => [result.file.id, result] as const)).values()]
}
