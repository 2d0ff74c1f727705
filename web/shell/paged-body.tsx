import type { ComponentChildren } from 'preact'
import { sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import type { PagedList } from '../ui/paged.ts'

/** What stands around the items of a list: loading, nothing yet, why it failed, and more of it. */
export function PagedBody<Item>(props: {
  of: PagedList<Item>
  /** What to say when there is nothing. */
  empty: string
  children: (items: Item[]) => ComponentChildren
}) {
  const { list, load, more } = props.of
  const { status, error, items, nextCursor, isLoadingMore } = list.value
  if (status === 'loading') {
    return (
      <div class="sheet-loading" role="status" aria-label="Loading">
        <span class="skeleton" />
        <span class="skeleton" />
        <span class="skeleton" />
      </div>
    )
  }
  return (
    <>
      {status === 'ready' && items.length === 0 && <p class="sheet-empty quiet">{props.empty}</p>}
      {items.length > 0 && props.children(items)}
      {error !== null && (
        <div class="page-failure" role="alert">
          <p>{sentenceOf(error)}</p>
          <Button icon="retry" onClick={() => void load()}>
            Try again
          </Button>
        </div>
      )}
      {nextCursor !== null && (
        <div class="sheet-more">
          <Button busy={isLoadingMore} onClick={() => void more()}>
            Show more
          </Button>
        </div>
      )}
    </>
  )
}
