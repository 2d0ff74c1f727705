import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { maxZoom } from '#contracts/map-levels'
import { IconButton } from '../ui/button.tsx'
import { theme } from '../ui/theme.ts'
import { drawEarth } from './draw-earth.ts'
import { type Earth, readEarth } from './earth.ts'
import { moved, type Size, type View, zoomed } from './projection.ts'
import { useDragging } from './use-dragging.ts'

/** From here on the outlines of the whole earth are too coarse. */
const fineZoom = 3.5

/**
 * The earth, to be moved by dragging, wheel, two fingers and keys. What stands on it is given by
 * `children`; they are laid over it, and stay where they are in the order of the keyboard.
 */
export function MapView(props: {
  view: View
  size: Size
  onView: (view: View) => void
  onSize: (size: Size) => void
  onFit: () => void
  children: ComponentChildren
}) {
  const { view, size, onView } = props
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const earth = useEarth(view.zoom >= fineZoom)
  const isDark = useDarkness()
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new ResizeObserver(() =>
      props.onSize({ width: element.clientWidth, height: element.clientHeight }),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    const drawing = requestAnimationFrame(() => {
      if (canvas.current && size.width > 0) drawEarth(canvas.current, earth, view, size)
    })
    return () => cancelAnimationFrame(drawing)
  }, [earth, view, size, isDark, theme.value])
  useDragging(frame, { view, size, onView })
  const nearer = (by: number) =>
    onView(zoomed(view, size, { zoom: Math.round(view.zoom + by), max: maxZoom }))
  function onKeyDown(event: KeyboardEvent) {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const step = Math.min(size.width, size.height) / 4
    const keys: Record<string, () => void> = {
      ArrowLeft: () => onView(moved(view, size, -step, 0)),
      ArrowRight: () => onView(moved(view, size, step, 0)),
      ArrowUp: () => onView(moved(view, size, 0, -step)),
      ArrowDown: () => onView(moved(view, size, 0, step)),
      '+': () => nearer(1),
      '=': () => nearer(1),
      '-': () => nearer(-1),
      '0': props.onFit,
    }
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  return (
    <div class="map-frame" ref={frame}>
      <div
        class="map-keys"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys move the map
        tabIndex={0}
        onKeyDown={onKeyDown}
        aria-label="Map. Arrows move it, plus and minus zoom, 0 shows all places."
      >
        <canvas ref={canvas} class="map-canvas" />
        <div class="map-marks">{props.children}</div>
      </div>
      <div class="map-tools">
        <IconButton icon="plus" label="Nearer (+)" onClick={() => nearer(1)} />
        <IconButton icon="minus" label="Farther (−)" onClick={() => nearer(-1)} />
        <IconButton icon="expand" label="All places (0)" onClick={props.onFit} />
      </div>
      <p class="map-source">Natural Earth</p>
    </div>
  )
}

/** The outlines that suit the zoom; the coarse ones stay until the fine are there, or for good. */
function useEarth(isFine: boolean): Earth | null {
  const [earth, setEarth] = useState<Earth | null>(null)
  const read = useRef({ coarse: false, fine: false })
  useEffect(() => {
    const kind = isFine ? 'fine' : 'coarse'
    if (read.current[kind] || read.current.fine) return
    read.current[kind] = true
    readEarth(isFine).then(setEarth, () => {
      // The places can be found without outlines; the next look tries again.
      read.current[kind] = false
    })
  }, [isFine])
  return earth
}

/** Changes when the machine's own light changes to dark, or back. */
function useDarkness(): boolean {
  const [query] = useState(() => matchMedia('(prefers-color-scheme: dark)'))
  const [isDark, setDark] = useState(query.matches)
  useEffect(() => {
    const onChange = () => setDark(query.matches)
    query.addEventListener('change', onChange)
    return () => query.removeEventListener('change', onChange)
  }, [query])
  return isDark
}
