import { useEffect, useRef } from 'preact/hooks'
import { PagedBody } from '../../shell/paged-body.tsx'
import { Panel } from '../panel.tsx'
import { canEdit, hearGenerations } from '../sync/canvas-sync.ts'
import { ToolButton } from '../tool-button.tsx'
import { favorites, toggleFavorite } from './favorites.ts'
import { MadeCard } from './made-card.tsx'
import { placeMade, takeDroppedMade } from './place-made.ts'

/** The pictures that somebody likes: a click or a drag puts one on the canvas. */
export function FavoritesPanel() {
  const isRead = useRef(false)
  useEffect(() => {
    void favorites.load()
    const stage = document.querySelector<HTMLElement>('.studio-stage')
    const stop = stage ? takeDroppedMade(stage) : () => {}
    // Somebody may have chosen others on another device.
    const again = () => document.visibilityState === 'visible' && void favorites.load()
    document.addEventListener('visibilitychange', again)
    return () => {
      stop()
      document.removeEventListener('visibilitychange', again)
    }
  }, [])
  const { items } = favorites.list.value
  useEffect(() => hearGenerations(items), [items])
  const readAgain = () => {
    if (isRead.current) return
    isRead.current = true
    void favorites.load()
  }
  return (
    <Panel title="Favourites">
      <PagedBody
        of={favorites}
        empty="What you like comes here: choose a picture and press its heart. It stays, on every canvas and every device."
      >
        {(all) => (
          <ul class="made-list">
            {all.map((generation) => (
              <MadeCard
                key={generation.id}
                generation={generation}
                label="Put on the canvas"
                onTake={() => canEdit.value && placeMade(generation)}
                onBroken={readAgain}
              >
                <ToolButton
                  icon={{ ui: 'heart' }}
                  class="is-favorite"
                  label="Take it out of the favourites"
                  onClick={() => void toggleFavorite(generation)}
                />
              </MadeCard>
            ))}
          </ul>
        )}
      </PagedBody>
    </Panel>
  )
}
