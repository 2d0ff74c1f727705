import { useEffect, useRef, useState } from 'preact/hooks'
import './dialogs.css'
import type { Reference } from '#contracts/prompt'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useReferencePicture } from '../prompt/reference-picture.ts'
import { ToolButton } from '../tool-button.tsx'
import { MaskBox } from './mask-box.tsx'
import { brushes, type MaskShape, maskOf, paint } from './mask-shapes.ts'

/** Masks are for models, which see no finer. */
const maxSide = 1_536

/** Says by a brush, or by a box for whoever has no pointer, which part of a picture is made anew. */
export function MaskDialog(props: {
  reference: Reference
  hasMask: boolean
  /** Base64 of a PNG, white where it is made anew; null: everywhere. */
  onMask: (mask: string | null) => void
  onClose: () => void
}) {
  const { url, name } = useReferencePicture(props.reference)
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)
  const [shapes, setShapes] = useState<MaskShape[]>([])
  const [brush, setBrush] = useState<number>(brushes.usual)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const on = canvas.current?.getContext('2d')
    if (!on || !size) return
    on.clearRect(0, 0, size.width, size.height)
    paint(on, shapes, '#e5484d', size)
  }, [shapes, size])
  const last = shapes.at(-1)
  const at = (event: PointerEvent & { currentTarget: HTMLCanvasElement }) => {
    const box = event.currentTarget.getBoundingClientRect()
    return {
      x: (event.clientX - box.left) / box.width,
      y: (event.clientY - box.top) / box.height,
    }
  }
  return (
    <Dialog
      title="Only a part of it"
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          {props.hasMask && (
            <Button
              onClick={() => {
                props.onMask(null)
                props.onClose()
              }}
            >
              All of it again
            </Button>
          )}
          <Button
            kind="primary"
            disabled={shapes.length === 0 || size === null}
            onClick={() => {
              if (size) props.onMask(maskOf(shapes, size))
              props.onClose()
            }}
          >
            Take this part
          </Button>
        </>
      }
    >
      <p>Paint over what is to be made anew; the rest stays as it is.</p>
      <div class="mask-stage">
        {url ? (
          <img
            src={url}
            alt={name}
            draggable={false}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
              const scale = Math.min(1, maxSide / Math.max(naturalWidth, naturalHeight))
              setSize({
                width: Math.round(naturalWidth * scale),
                height: Math.round(naturalHeight * scale),
              })
            }}
          />
        ) : (
          <p role="status">Loading…</p>
        )}
        {size && (
          <canvas
            ref={canvas}
            {...size}
            aria-label="What is made anew; below it a box can be said in numbers"
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId)
              setShapes([...shapes, { kind: 'line', points: [at(event)], width: brush }])
            }}
            onPointerMove={(event) => {
              if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
              const point = at(event)
              setShapes((all) => {
                const line = all.at(-1)
                if (line?.kind !== 'line') return all
                return [...all.slice(0, -1), { ...line, points: [...line.points, point] }]
              })
            }}
          />
        )}
      </div>
      <div class="mask-tools">
        <label>
          Brush
          <input
            class="prompt-range"
            type="range"
            min={brushes.min}
            max={brushes.max}
            step={0.01}
            value={brush}
            onInput={(event) => setBrush(Number(event.currentTarget.value))}
          />
        </label>
        <ToolButton
          icon="undo"
          label="Take the last stroke back"
          disabled={last === undefined}
          onClick={() => setShapes(shapes.slice(0, -1))}
        />
      </div>
      <MaskBox onAdd={(box) => setShapes([...shapes, box])} />
    </Dialog>
  )
}
