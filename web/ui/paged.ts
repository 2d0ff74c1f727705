import { type Signal, signal } from '@preact/signals'

/** A list as far as it has been read. `failed` only while there is nothing to show. */
export interface Paged<Item> {
  status: 'loading' | 'ready' | 'failed'
  error: unknown
  items: Item[]
  nextCursor: string | null
  isLoadingMore: boolean
}

export interface PagedList<Item> {
  list: Signal<Paged<Item>>
  /** Reads the first page anew; what is shown stays until it is there. */
  load(): Promise<void>
  more(): Promise<void>
  /** Changes what is shown, after the vault has changed it too. */
  change(to: (items: Item[]) => Item[]): void
}

interface Page<Item> {
  items: Item[]
  nextCursor?: string | null
}

/** A list that is read page by page. What an older load brings after a newer one began is dropped. */
export function pagedList<Item>(
  read: (cursor: string | undefined) => Promise<Page<Item>>,
): PagedList<Item> {
  const list = signal<Paged<Item>>({
    status: 'loading',
    error: null,
    items: [],
    nextCursor: null,
    isLoadingMore: false,
  })
  let round = 0

  async function fetchPage(cursor: string | undefined) {
    const mine = ++round
    try {
      const page = await read(cursor)
      if (mine !== round) return
      const before = cursor === undefined ? [] : list.value.items
      list.value = {
        status: 'ready',
        error: null,
        items: [...before, ...page.items],
        nextCursor: page.nextCursor ?? null,
        isLoadingMore: false,
      }
    } catch (error) {
      if (mine !== round) return
      const status = list.value.items.length === 0 ? 'failed' : 'ready'
      list.value = { ...list.value, status, error, isLoadingMore: false }
    }
  }

  return {
    list,
    async load() {
      if (list.value.status === 'failed')
        list.value = { ...list.value, status: 'loading', error: null }
      await fetchPage(undefined)
    },
    async more() {
      const { nextCursor, isLoadingMore } = list.value
      if (nextCursor === null || isLoadingMore) return
      list.value = { ...list.value, isLoadingMore: true, error: null }
      await fetchPage(nextCursor)
    },
    change(to) {
      list.value = { ...list.value, items: to(list.value.items) }
    },
  }
}
