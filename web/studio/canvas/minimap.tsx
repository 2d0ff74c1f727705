import { useRef } from 'preact/hooks'
import { canvas, chosen } from '../sync/canvas-sync.ts'
import { around, grown } from './boxes.ts'
import { centreOn, seen } from './view-moves.ts'

const size = { width: 168, height: 112 }

/** The whole canvas, small: where one is, and a way to elsewhere. Keys have ways of their own. */
export function Minimap() {
  const isDown = useRef(false)
  const now = seen()
  const all = around(canvas.value.values())
  if (!all || canvas.value.size < 2) return null
  const whole = around([all, now]) ?? all
  const box = grown(whole, Math.max(whole.width, whole.height) * 0.04)
  const scale = Math.min(size.width / box.width, size.height / box.height)
  const left = (size.width - box.width * scale) / 2
  const top = (size.height - box.height * scale) / 2
  const go = (event: PointerEvent & { currentTarget: Element }) => {
    const at = event.currentTarget.getBoundingClientRect()
    centreOn({
      x: box.x + (event.clientX - at.left - left) / scale,
      y: box.y + (event.clientY - at.top - top) / scale,
    })
  }
  const picked = new Set(chosen.value)
  return (
    <svg
      class="minimap"
      {...size}
      role="img"
      aria-label={`The whole canvas: ${canvas.value.size} tiles`}
      onPointerDown={(event) => {
        isDown.current = true
        event.currentTarget.setPointerCapture(event.pointerId)
        go(event)
      }}
      onPointerMove={(event) => isDown.current && go(event)}
      onPointerUp={() => {
        isDown.current = false
      }}
    >
      <g transform={`translate(${left} ${top}) scale(${scale}) translate(${-box.x} ${-box.y})`}>
        {[...canvas.value.values()].map(({ id, x, y, width, height, kind }) => (
          <rect
            key={id}
            {...{ x, y, width, height }}
            class={picked.has(id) ? 'is-chosen' : `is-${kind}`}
          />
        ))}
        <rect class="minimap-seen" {...now} style={{ strokeWidth: `${1.5 / scale}px` }} />
      </g>
    </svg>
  )
}
