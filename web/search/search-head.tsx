import { useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { isAsked, type SearchPlace } from './addresses.ts'
import { searchFor } from './field-moves.ts'
import { LikeChip } from './like-chip.tsx'
import { type Chip, chipsOf } from './query-parts.ts'
import type { Found } from './results.ts'
import { SaveDialog } from './saved-dialogs.tsx'
import { ScopeMenu } from './scope-menu.tsx'
import { SemanticLine } from './semantic-line.tsx'
import { widenedWords } from './why-words.ts'

/** Where was searched, how the words were understood, and how much was found. */
export function SearchHead({ me, place, found }: { me: Me; place: SearchPlace; found: Found }) {
  const isAnswered = found.status === 'ready' && found.asked !== null
  const chips = isAnswered && found.asked ? chipsOf(found.asked.q, found) : []
  const words = chips.filter(({ kind }) => kind === 'word')
  const [isSaving, setSaving] = useState(false)
  const canSave = isAnswered && (place.q !== '' || place.like !== null)
  const isPartly = found.matched === 'some' && found.items.length > 0
  return (
    <div class="search-head">
      <div class="search-line">
        <ScopeMenu me={me} place={place} />
        <p class="search-count quiet" role="status">
          {countWords(found)}
        </p>
        {canSave && (
          <Button kind="quiet" icon="album" onClick={() => setSaving(true)}>
            Save this search
          </Button>
        )}
      </div>
      {isAsked(place) && (
        <div class="search-chips">
          {place.like !== null && <LikeChip id={place.like} />}
          {chips.length > 0 && (
            <>
              <span class={isPartly ? 'search-partly' : 'quiet'}>
                {isPartly
                  ? 'No file has all of this; these have some of it:'
                  : words.length > 1
                    ? 'All of:'
                    : 'Searched for:'}
              </span>
              <ul>
                {chips.map((chip) => (
                  <li key={`${chip.isNegated} ${chip.label}`}>
                    <ChipButton chip={chip} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
      {found.widened.length > 0 && (
        <p class="search-about quiet">{found.widened.map(widenedWords).join('; ')}.</p>
      )}
      {isSaving && <SaveDialog place={place} onClose={() => setSaving(false)} />}
      {isAnswered && <SemanticLine found={found} isAdmin={me.isAdmin} />}
    </div>
  )
}

function ChipButton({ chip }: { chip: Chip }) {
  const said = chip.isNegated ? `not ${chip.label}` : chip.label
  return (
    <button
      type="button"
      class={`search-chip is-${chip.kind}`}
      aria-label={`Take “${said}” out of the search`}
      title="Take it out of the search"
      onClick={() => searchFor(chip.without, 'meant')}
    >
      {said} <Icon name="close" size={14} />
    </button>
  )
}

/** `More than 100 files`; nothing before there is an answer. */
export function countWords({ status, items, nextCursor }: Found): string {
  if (status !== 'ready') return status === 'loading' ? 'Searching…' : ''
  const count = items.length
  if (count === 0) return 'Nothing found'
  if (nextCursor !== null) return `More than ${count} files`
  return count === 1 ? '1 file' : `${count} files`
}
