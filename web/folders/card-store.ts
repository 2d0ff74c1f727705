import { useEffect } from 'preact/hooks'
import { type FolderCard, maxCards } from '#contracts/folders'
import type { FolderId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { onSpaceEvent } from '../library/live.ts'
import { cards } from './folder-store.ts'

/** Changes come in bursts: what arrives within this time is asked for once. */
const settleMs = 400

/** The pictures and sharing of these folders, current for as long as they are shown. */
export function useCards(ids: FolderId[]): {
  cards: ReadonlyMap<FolderId, FolderCard>
  refresh: () => void
} {
  const wanted = ids.toSorted().join(',')
  useEffect(() => {
    if (wanted === '') return
    void load(wanted)
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = onSpaceEvent(({ type }) => {
      if (type === 'home') return
      clearTimeout(timer)
      timer = setTimeout(() => void load(wanted), settleMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [wanted])
  return { cards: cards.value, refresh: () => void load(wanted) }
}

/** Without its pictures a card still says all that it must: what cannot be read is left as it was. */
async function load(wanted: string) {
  const ids = wanted.split(',')
  for (let at = 0; at < ids.length; at += maxCards) {
    const query = { ids: ids.slice(at, at + maxCards).join(',') }
    try {
      const { items } = await answer(api.api.folders.cards.$get({ query }))
      cards.value = new Map([...cards.value, ...items.map((card) => [card.id, card] as const)])
    } catch {
      return
    }
  }
}
