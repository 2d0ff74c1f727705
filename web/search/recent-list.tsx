import { Icon } from '../ui/icons.tsx'
import { forgetSearch } from './recent.ts'

/** The last searches below the field; `active` is the one that the arrow keys have reached. */
export function RecentList(props: {
  id: string
  searches: readonly string[]
  active: number
  onPick: (query: string) => void
}) {
  const { id, searches, active } = props
  return (
    <div class="search-recent" hidden={searches.length === 0}>
      <div id={id} role="listbox" aria-label="Recent searches">
        {searches.map((query, at) => (
          <div
            key={query}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === active}
            // The field keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => props.onPick(query)}
            onKeyDown={() => {}}
          >
            <Icon name="clock" size={16} /> <span>{query}</span>
          </div>
        ))}
      </div>
      <div class="search-forget">
        {searches.map((query) => (
          <button
            key={query}
            type="button"
            aria-label={`Forget “${query}”`}
            title="Forget it"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => forgetSearch(query)}
          >
            <Icon name="close" size={14} />
          </button>
        ))}
      </div>
    </div>
  )
}
