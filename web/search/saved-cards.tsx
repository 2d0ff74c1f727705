import '../folders/folders.css'
import { useEffect, useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { SavedSearch } from '#contracts/search'
import { answer, api } from '../api.ts'
import { CardPictures } from '../folders/card-pictures.tsx'
import { follow } from '../ui/route.ts'
import { savedAddress } from './saved-addresses.ts'
import { useSavedSearches } from './saved-calls.ts'
import { SavedQuery } from './saved-query.tsx'

/** One's saved searches as cards beside the albums; nothing while there are none. */
export function SavedCards() {
  const { items } = useSavedSearches().list.value
  const pictures = usePictures(items)
  if (items.length === 0) return null
  return (
    <section aria-labelledby="saved-cards">
      <h3 id="saved-cards" class="saved-cards-name">
        Saved searches
      </h3>
      <ul class="folder-cards">
        {items.map((saved) => (
          <li key={saved.id}>
            <a class="folder-card" href={savedAddress(saved.id)} onClick={follow}>
              <CardPictures
                kind="album"
                pictures={(pictures.get(saved.id) ?? []).flatMap(({ id, thumbUrl, thumbhash }) =>
                  thumbUrl === null ? [] : [{ fileId: id, thumbUrl, thumbhash }],
                )}
                onBroken={() => {}}
              />
              <span class="folder-card-text">
                <span class="folder-card-name">{saved.name}</span>
                <span class="saved-query quiet">
                  <SavedQuery saved={saved} />
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The first four that each of them finds, one search after the other; the rest have their icon. */
function usePictures(saved: readonly SavedSearch[]): ReadonlyMap<string, FileView[]> {
  const [pictures, setPictures] = useState<ReadonlyMap<string, FileView[]>>(new Map())
  const ids = saved.map(({ id }) => id).slice(0, 24)
  const key = ids.join(' ')
  useEffect(() => {
    let isOver = false
    void (async () => {
      for (const id of ids) {
        try {
          const { items } = await answer(
            api.api.search.saved[':searchId'].files.$get({
              param: { searchId: id },
              query: { limit: '4' },
            }),
          )
          if (isOver) return
          setPictures((before) => new Map(before).set(id, items))
        } catch {
          // A card without its pictures still leads to them.
        }
      }
    })()
    return () => {
      isOver = true
    }
  }, [key])
  return pictures
}
