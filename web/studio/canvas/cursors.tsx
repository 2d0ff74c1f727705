import { canvas, cursors, ownConnection, people } from '../sync/canvas-sync.ts'
import { view } from '../sync/view.ts'
import { toStage } from './view-moves.ts'

/** Where others point, with their names, and what they have chosen. */
export function Cursors() {
  const now = view.value
  const others = people.value.filter(({ connection }) => connection !== ownConnection.value)
  return (
    <div class="studio-cursors" aria-hidden="true">
      {others.map(({ connection, username, colour }) => {
        const cursor = cursors.value.get(connection)
        if (!cursor) return null
        const at = cursor.at && toStage({ ...cursor.at, width: 0, height: 0 }, now)
        return (
          <div key={connection} class={`is-person-${colour}`}>
            {cursor.chosen.slice(0, 30).map((id) => {
              const tile = canvas.value.get(id)
              if (!tile) return null
              const { x, y, width, height } = toStage(tile, now)
              const size = { width: `${width}px`, height: `${height}px` }
              return (
                <div
                  key={id}
                  class="cursor-choice"
                  style={{ ...size, transform: `translate(${x}px, ${y}px)` }}
                />
              )
            })}
            {at && (
              <div class="studio-cursor" style={{ transform: `translate(${at.x}px, ${at.y}px)` }}>
                <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
                  <path d="M2 2l5.500 13 2.200-5.300L15 7.500Z" />
                </svg>
                <span class="cursor-name">{username}</span>
              </div>
            )}
          </div>
        )
      })}
    </div>
  )
}
