import { useComputed } from '@preact/signals'
import { memo } from 'preact/compat'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Tile } from '#contracts/canvas'
import { chosen } from '../sync/canvas-sync.ts'
import { nameOfTile, TileInside } from '../tiles/registry.tsx'
import { scale } from './shown-window.ts'
import { focused } from './surface-state.ts'
import { rememberElement } from './tile-elements.ts'

/** So many device pixels the small picture of a file has on its longer side. */
const smallPx = 480

/** One tile where it lies. Drawn anew only when it itself has changed. */
export const TileFrame = memo(function TileFrame({ tile }: { tile: Tile }) {
  const element = useRef<HTMLDivElement>(null)
  const { id, x, y, z, width, height } = tile
  const isChosen = useComputed(() => chosen.value.includes(id)).value
  const hasFocus = useComputed(() => focused.value === id).value
  const longest = Math.max(width, height)
  const isLarge = useComputed(() => longest * scale.value * devicePixelRatio > smallPx).value
  useLayoutEffect(() => (element.current ? rememberElement(id, element.current) : undefined), [id])
  return (
    // biome-ignore lint/a11y/useSemanticElements: it holds fields and buttons, which a button may not
    <div
      ref={element}
      class={`studio-tile studio-tile-${tile.kind} ${isChosen ? 'is-chosen' : ''}`}
      role="group"
      aria-label={`${nameOfTile(tile)}${isChosen ? ', chosen' : ''}`}
      aria-roledescription="tile"
      tabIndex={hasFocus ? 0 : -1}
      data-tile={id}
      style={{
        transform: `translate(${x}px, ${y}px)`,
        width: `${width}px`,
        height: `${height}px`,
        zIndex: Math.round(z),
      }}
    >
      <TileInside tile={tile} isLarge={isLarge} />
    </div>
  )
})
