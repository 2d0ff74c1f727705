import { useRef } from 'preact/hooks'
import {
  type Crop,
  cropOf,
  cropTowards,
  draggedCrop,
  type Edit,
  type Grip,
  type Size,
} from './edit-model.ts'

const grips: (Grip & { name: string })[] = [
  { right: -1, down: -1, name: 'Upper left corner' },
  { right: 0, down: -1, name: 'Upper side' },
  { right: 1, down: -1, name: 'Upper right corner' },
  { right: 1, down: 0, name: 'Right side' },
  { right: 1, down: 1, name: 'Lower right corner' },
  { right: 0, down: 1, name: 'Lower side' },
  { right: -1, down: 1, name: 'Lower left corner' },
  { right: -1, down: 0, name: 'Left side' },
]

const arrows: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** The part of the picture that stays, to be dragged, over all of it. */
export function CropFrame(props: {
  edit: Edit
  /** The picture after its quarter turns, and after straightening. */
  turned: Size
  grown: Size
  aspect: number | null
  onCrop: (crop: Crop) => void
  /** Somebody let go. */
  onEnd: () => void
}) {
  const { edit, turned, grown, aspect } = props
  const frame = useRef<HTMLDivElement>(null)
  const start = useRef<{ x: number; y: number; crop: Crop } | null>(null)
  const crop = cropOf(edit, turned)
  const share = {
    width: (crop.width * turned.width) / grown.width,
    height: (crop.height * turned.height) / grown.height,
  }
  const left = 0.5 + (crop.x * turned.width) / grown.width - share.width / 2
  const top = 0.5 + (crop.y * turned.height) / grown.height - share.height / 2
  const percent = (value: number) => `${(value * 100).toFixed(3)}%`

  const move = (from: Crop, grip: Grip, by: { x: number; y: number }) => {
    const to = draggedCrop(from, grip, by, { aspect, turned })
    props.onCrop(cropTowards(from, to, turned, edit.straighten))
  }
  const handlers = (grip: Grip) => ({
    onPointerDown(event: PointerEvent & { currentTarget: HTMLElement }) {
      event.stopPropagation()
      event.currentTarget.setPointerCapture(event.pointerId)
      start.current = { x: event.clientX, y: event.clientY, crop }
    },
    onPointerMove(event: PointerEvent) {
      const from = start.current
      const whole = frame.current?.parentElement?.getBoundingClientRect()
      if (!from || !whole) return
      move(from.crop, grip, {
        x: ((event.clientX - from.x) / whole.width) * (grown.width / turned.width),
        y: ((event.clientY - from.y) / whole.height) * (grown.height / turned.height),
      })
    },
    onPointerUp() {
      if (start.current) props.onEnd()
      start.current = null
    },
    onPointerCancel() {
      start.current = null
    },
    onKeyDown(event: KeyboardEvent) {
      const arrow = arrows[event.key]
      if (!arrow) return
      event.preventDefault()
      event.stopPropagation()
      const step = event.shiftKey ? 0.05 : 0.01
      move(crop, grip, { x: arrow.x * step, y: arrow.y * step })
      props.onEnd()
    },
  })
  return (
    <div
      ref={frame}
      class="crop-frame"
      style={{
        left: percent(left),
        top: percent(top),
        width: percent(share.width),
        height: percent(share.height),
      }}
    >
      <button
        type="button"
        class="crop-move"
        aria-label="Part that stays: arrows move it"
        {...handlers({ right: 0, down: 0 })}
      />
      <div class="crop-thirds" aria-hidden="true" />
      {grips.map(({ name, ...grip }) => (
        <button
          key={name}
          type="button"
          class="crop-grip"
          aria-label={`${name}: arrows move it`}
          style={{ left: percent((grip.right + 1) / 2), top: percent((grip.down + 1) / 2) }}
          data-corner={grip.right !== 0 && grip.down !== 0}
          {...handlers(grip)}
        />
      ))}
    </div>
  )
}
