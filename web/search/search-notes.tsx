import type { Me } from '#contracts/accounts'
import { ApiError, sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { StateNote } from '../ui/state-notes.tsx'
import type { SearchPlace } from './addresses.ts'
import { searchFor, searchWithin } from './field-moves.ts'
import { QueryHelp } from './query-help.tsx'
import { chipsOf } from './query-parts.ts'
import type { Found } from './results.ts'
import { SavedList } from './saved-list.tsx'

const everywhere = { space: null, folder: null }

/** What search is about; it promises no more than it does. */
function WhatIsSearched() {
  return (
    <p class="search-about quiet">
      Search goes by words: in names, tags, descriptions, places, cameras, folders and albums, in
      the objects that were recognised in pictures, and in the text that stands in them. “animal”
      also finds what is tagged as a dog. It does not understand sentences.
    </p>
  )
}

export function NothingAsked({ me }: { me: Me }) {
  return (
    <section class="search-start">
      <h2>Saved searches</h2>
      <SavedList me={me} />
      <h2>What can be asked</h2>
      <QueryHelp query="" onPick={(query) => searchFor(query, 'meant')} />
      <WhatIsSearched />
    </section>
  )
}

export function NothingFound({ place, found }: { place: SearchPlace; found: Found }) {
  const chips = chipsOf(place.q, found)
  const isWithin = place.space !== null || place.folder !== null
  const { q, like } = place
  return (
    <StateNote
      icon="search"
      title={q === '' ? 'No picture is like this one' : `Nothing found for “${q}”`}
      action={
        <>
          {isWithin && (
            <Button kind="primary" onClick={() => searchWithin(everywhere)}>
              Search everywhere
            </Button>
          )}
          {like !== null && q !== '' && (
            <Button onClick={() => searchWithin({ like: null })}>Search by the words alone</Button>
          )}
          {q !== '' && <Button onClick={() => searchFor('', 'typing')}>Clear the words</Button>}
        </>
      }
    >
      <p>{whatHelps(place, found, chips.length)}</p>
    </StateNote>
  )
}

/** Why there is nothing, and what may help, as far as it is known. */
function whatHelps({ q, like }: SearchPlace, { semantic }: Found, chips: number): string {
  const isCompared = semantic.state === 'used'
  if (q === '') {
    return isCompared
      ? 'All that were compared are less alike than what counts as similar.'
      : 'It could not be compared with the others yet.'
  }
  const seen = isCompared
    ? 'No word of it stands anywhere, and what pictures show is too little like it. '
    : ''
  if (like !== null) return `${seen}Take the picture or a word away above.`
  return `${seen}${
    chips > 1
      ? 'Take a word or a filter away above, or try another one.'
      : 'Try another word, or only its beginning.'
  }`
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
