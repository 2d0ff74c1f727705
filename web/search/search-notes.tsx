import { ApiError, sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { StateNote } from '../ui/state-notes.tsx'
import type { SearchPlace } from './addresses.ts'
import { searchFor, searchWithin } from './field-moves.ts'
import { QueryHelp } from './query-help.tsx'
import { chipsOf } from './query-parts.ts'
import type { Found } from './results.ts'

const everywhere = { space: null, folder: null }

/** What search is about; it promises no more than it does. */
export function WhatIsSearched() {
  return (
    <p class="search-about quiet">
      Search looks at names, tags, descriptions, places, cameras and folders. It reads words and
      does not understand pictures: searching by what is seen in them is not built yet.
    </p>
  )
}

export function NothingAsked() {
  return (
    <section class="search-start">
      <h2>What can be asked</h2>
      <QueryHelp query="" onPick={(query) => searchFor(query, 'meant')} />
      <WhatIsSearched />
    </section>
  )
}

export function NothingFound({ place, found }: { place: SearchPlace; found: Found }) {
  const chips = chipsOf(place.q, found)
  const isWithin = place.space !== null || place.folder !== null
  return (
    <StateNote
      icon="search"
      title={`Nothing found for “${place.q}”`}
      action={
        <>
          {isWithin && (
            <Button kind="primary" onClick={() => searchWithin(everywhere)}>
              Search everywhere
            </Button>
          )}
          <Button onClick={() => searchFor('', 'typing')}>Clear the search</Button>
        </>
      }
    >
      <p>
        {chips.length > 1
          ? 'Take a word or a filter away above, or try another one.'
          : 'Try another word, or only its beginning.'}
      </p>
    </StateNote>
  )
}

export function SearchFailed(props: { error: unknown; place: SearchPlace; onRetry: () => void }) {
  const { error, place } = props
  const isOffline = error instanceof ApiError && error.code === 'offline'
  const isElsewhere =
    error instanceof ApiError && error.status === 404 && (place.space ?? place.folder) !== null
  return (
    <StateNote
      icon="alert"
      kind="danger"
      title={
        isElsewhere
          ? 'This place is not here'
          : isOffline
            ? 'No connection to the vault'
            : 'The search failed'
      }
      action={
        isElsewhere ? (
          <Button kind="primary" onClick={() => searchWithin(everywhere)}>
            Search everywhere
          </Button>
        ) : (
          <Button kind="primary" icon="retry" onClick={props.onRetry}>
            Try again
          </Button>
        )
      }
    >
      {isElsewhere
        ? 'The folder or space may be gone, or it is not shared with you any more.'
        : sentenceOf(error)}
    </StateNote>
  )
}
