import { useSignalEffect } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { CanvasView } from '#contracts/canvas'
import { canvas, chosen, isThere, line, people } from '../sync/canvas-sync.ts'
import { stageSize, view } from '../sync/view.ts'
import { listenToKeys } from './canvas-keys.ts'
import { ChosenBar } from './chosen-bar.tsx'
import { Cursors } from './cursors.tsx'
import { listenToDrops } from './drops.ts'
import { Minimap } from './minimap.tsx'
import { Overlay } from './overlay.tsx'
import { tellSoon } from './own-cursor.ts'
import { listenToPointers } from './pointers.ts'
import { followView, shownTiles } from './shown-window.ts'
import { isArranging, isPanning, isSpaceDown } from './surface-state.ts'
import { TileFrame } from './tile-frame.tsx'
import { showAll } from './view-moves.ts'
import { ZoomBar } from './zoom-bar.tsx'

/** The distance between the dots of the ground, in units of the canvas. */
const dotGap = 24

/** The ground with its tiles, and what lies over them while somebody works. */
export function Surface(props: { about: CanvasView | null }) {
  const stage = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = stage.current
    if (!element) return
    const stop = new AbortController()
    const measure = () => {
      stageSize.value = { width: element.clientWidth, height: element.clientHeight }
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    stop.signal.addEventListener('abort', () => observer.disconnect())
    listenToPointers(element, stop.signal)
    listenToKeys(element, stop.signal)
    return () => stop.abort()
  }, [])
  const spaceId = props.about?.spaceId ?? null
  useEffect(() => {
    if (!stage.current || spaceId === null) return
    const stop = new AbortController()
    listenToDrops(stage.current, spaceId, stop.signal)
    return () => stop.abort()
  }, [spaceId])
  // A canvas is first seen whole.
  const isRead = isThere.value
  useLayoutEffect(() => {
    if (isRead) showAll()
  }, [isRead])
  useSignalEffect(() => {
    if (chosen.value && people.value) tellSoon()
  })
  const className = `studio-stage ${isPanning.value ? 'is-panning' : ''} ${isSpaceDown.value ? 'is-movable' : ''}`
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the ground */}
      <div ref={stage} class={className} role="application" aria-label="Canvas" tabIndex={0}>
        <World />
        <Overlay />
        <Cursors />
        {isRead && canvas.value.size === 0 && <EmptyCanvas />}
        {!isRead && (
          <p class="studio-says quiet" role="status">
            {line.value === 'away' ? 'Waiting for the connection…' : 'Opening the canvas…'}
          </p>
        )}
      </div>
      <ChosenBar />
      <Minimap />
      <ZoomBar />
    </>
  )
}

/** One transform moves everything; it is set by hand, so that moving the ground draws no tile anew. */
function World() {
  const world = useRef<HTMLDivElement>(null)
  const ground = useRef<HTMLDivElement>(null)
  useSignalEffect(() => {
    const { x, y, scale } = view.value
    void stageSize.value
    followView()
    if (!world.current || !ground.current) return
    world.current.style.transform = `scale(${scale}) translate(${-x}px, ${-y}px)`
    world.current.style.setProperty('--unscaled', String(1 / scale))
    // Dots keep a distance that is easy on the eye at any size.
    const gap = dotGap * scale * 2 ** Math.max(0, Math.round(-Math.log2(scale)))
    ground.current.style.backgroundSize = `${gap}px ${gap}px`
    ground.current.style.backgroundPosition = `${-x * scale}px ${-y * scale}px`
  })
  return (
    <>
      <div ref={ground} class="studio-ground" />
      <div ref={world} class={`studio-world ${isArranging.value ? 'is-arranging' : ''}`}>
        {shownTiles.value.map((tile) => (
          <TileFrame key={tile.id} tile={tile} />
        ))}
      </div>
    </>
  )
}

function EmptyCanvas() {
  return (
    <div class="studio-says">
      <p>Type what you would like to see, or drop pictures here.</p>
      <p class="quiet">N adds a note. ? lists the keys.</p>
    </div>
  )
}
