import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { answer, api } from '../api.ts'
import { CropFrame } from './crop-frame.tsx'
import { drawEdit } from './draw-edit.ts'
import {
  type Crop,
  cropBox,
  type Edit,
  grownSize,
  type Size,
  turnedSize,
  untouched,
} from './edit-model.ts'

/** Enough to judge by, and little enough to follow a knob. */
const longestPx = 1_100

/** The picture as the edit makes it, drawn on the device while a knob is turned. */
export function EditorCanvas(props: {
  edit: Edit
  picture: HTMLImageElement
  size: Size
  name: string
  isCropping: boolean
  isComparing: boolean
  aspect: number | null
  onCrop: (crop: Crop) => void
  onEnd: () => void
}) {
  const { picture, size, isCropping, isComparing } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const room = useRoom(stage)
  const mark = useMark(props.edit.mark?.image ?? null)
  const edit = isComparing ? untouched : props.edit
  const isWhole = isCropping && !isComparing
  const turned = turnedSize(size, edit.turns)
  const grown = grownSize(turned, edit.straighten)
  const shown = isWhole ? grown : cropBox(edit, turned)
  const key = JSON.stringify([edit, isWhole])
  useLayoutEffect(() => {
    // Once a frame at most, with what the knobs say by then.
    const frame = requestAnimationFrame(() => {
      if (!canvas.current) return
      drawEdit(canvas.current, { picture, size, mark }, edit, { isWhole, longestPx })
      canvas.current.dataset.drawn = key
    })
    return () => cancelAnimationFrame(frame)
  }, [key, picture, size, mark])
  const scale = room ? Math.min(room.width / shown.width, room.height / shown.height, 2) : 0
  return (
    <div ref={stage} class="editor-stage">
      <div
        class={`editor-picture ${isWhole ? 'is-whole' : ''}`}
        style={{ width: `${shown.width * scale}px`, height: `${shown.height * scale}px` }}
      >
        <canvas ref={canvas} role="img" aria-label={`${props.name}, as it will look`} />
        {isWhole && (
          <CropFrame
            {...{ edit, turned, grown }}
            aspect={props.aspect}
            onCrop={props.onCrop}
            onEnd={props.onEnd}
          />
        )}
      </div>
      {isComparing && (
        <p class="editor-pill" role="status">
          The original
        </p>
      )}
    </div>
  )
}

function useRoom(stage: { current: HTMLDivElement | null }): Size | null {
  const [room, setRoom] = useState<Size | null>(null)
  useLayoutEffect(() => {
    if (!stage.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setRoom({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(stage.current)
    return () => observer.disconnect()
  }, [stage])
  return room
}

/** The picture that is laid over it; until it came nothing is. */
function useMark(id: NonNullable<Edit['mark']>['image'] | null): HTMLImageElement | null {
  const [mark, setMark] = useState<HTMLImageElement | null>(null)
  useEffect(() => {
    setMark(null)
    if (id === null) return
    let isOver = false
    const load = async () => {
      const { items } = await answer(api.api.files.$get({ query: { ids: id } }))
      const url = items[0]?.largeUrl
      if (!url) return
      const picture = new Image()
      picture.src = url
      await picture.decode()
      if (!isOver) setMark(picture)
    }
    // What is not to be had is not drawn: saving says why.
    load().catch(() => null)
    return () => {
      isOver = true
    }
  }, [id])
  return mark
}
