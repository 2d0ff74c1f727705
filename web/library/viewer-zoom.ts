/** How a picture lies on the stage: enlarged from its fitted size, its middle moved, in CSS pixels. */
export interface View {
  scale: number
  x: number
  y: number
}

/** The stage and the picture as it fits into it, in CSS pixels. */
export interface Frame {
  stageWidth: number
  stageHeight: number
  width: number
  height: number
  /** How often it may be enlarged. */
  maxScale: number
}

/** A point of the stage, from its middle. */
export interface Point {
  x: number
  y: number
}

export const fitted: View = { scale: 1, x: 0, y: 0 }

/** One press of + or -, and one notch of most wheels. */
export const zoomStep = 1.4

/**
 * The largest size at which a picture fits on a stage. It is never enlarged, so that a small one
 * stays sharp. At most it comes to four times its own pixels, and to at least three times its fit.
 */
export function frameOf(
  stage: { width: number; height: number },
  picture: { width: number; height: number },
): Frame {
  const ratio = Math.min(stage.width / picture.width, stage.height / picture.height, 1)
  return {
    stageWidth: stage.width,
    stageHeight: stage.height,
    width: picture.width * ratio,
    height: picture.height * ratio,
    maxScale: Math.max(3, 4 / ratio),
  }
}

/** The view within what is allowed: no larger than it may be, and no gap where there is picture. */
export function clampView(view: View, frame: Frame): View {
  const scale = Math.min(Math.max(view.scale, 1), frame.maxScale)
  const roomX = Math.max(0, (frame.width * scale - frame.stageWidth) / 2)
  const roomY = Math.max(0, (frame.height * scale - frame.stageHeight) / 2)
  return { scale, x: within(view.x, roomX), y: within(view.y, roomY) }
}

function within(value: number, room: number): number {
  return room === 0 ? 0 : Math.min(Math.max(value, -room), room)
}

/** Enlarges by `factor`; what lies under `at` stays there as far as the edges allow. */
export function zoomAt(view: View, factor: number, at: Point, frame: Frame): View {
  const scale = Math.min(Math.max(view.scale * factor, 1), frame.maxScale)
  const grown = scale / view.scale
  return clampView(
    { scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown },
    frame,
  )
}

export function panBy(view: View, dx: number, dy: number, frame: Frame): View {
  return clampView({ ...view, x: view.x + dx, y: view.y + dy }, frame)
}

/** The scale at which one pixel of the picture is one pixel of the screen. */
export function actualScale(frame: Frame, pictureWidth: number, pixelRatio: number): number {
  return Math.min(Math.max(pictureWidth / frame.width / pixelRatio, 1), frame.maxScale)
}

/** Whether the screen shows more pixels than a rendition of `sidePx` on its longer side has. */
export function outgrows(view: View, frame: Frame, sidePx: number, pixelRatio: number): boolean {
  return Math.max(frame.width, frame.height) * view.scale * pixelRatio > sidePx * 1.02
}

/** What one finger meant that went `dx`, `dy` over a fitted picture within `ms`. */
export function swipeOf(dx: number, dy: number, ms: number): 'next' | 'previous' | 'close' | null {
  const isFlick = ms < 250
  if (Math.abs(dx) > Math.abs(dy) * 1.3 && Math.abs(dx) > (isFlick ? 30 : 70)) {
    return dx < 0 ? 'next' : 'previous'
  }
  if (dy > Math.abs(dx) * 1.3 && dy > (isFlick ? 50 : 110)) return 'close'
  return null
}
