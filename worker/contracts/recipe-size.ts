import type { ResizeStep, Step } from './recipe-steps.ts'

export interface PixelSize {
  width: number
  height: number
}

/**
 * The size of a picture after a step, as every engine makes it. Rotated by other than a right angle
 * an engine may differ by a pixel. A box that leaves the picture wholly has a side of 0.
 */
export function sizeAfter(size: PixelSize, step: Step): PixelSize {
  switch (step.op) {
    case 'resize':
      return sizeInBox(size, step)
    case 'scale':
      return scaled(size, step.percent / 100)
    case 'crop':
      return smallerOf(size, step)
    case 'extract':
      return {
        width: Math.max(0, Math.min(step.width, size.width - step.left)),
        height: Math.max(0, Math.min(step.height, size.height - step.top)),
      }
    case 'aspect':
      return sizeOfAspect(size, step)
    case 'rotate':
      return sizeTurned(size, step.degrees)
    default:
      return size
  }
}

/** What the picture itself is scaled to by a resize, before `cover` cuts it and `contain` pads it. */
export function sizeBeforeCut(size: PixelSize, step: ResizeStep): PixelSize {
  const wide = step.width === null ? Infinity : step.width / size.width
  const high = step.height === null ? Infinity : step.height / size.height
  const most = step.enlarge ? Infinity : 1
  switch (step.fit) {
    case 'inside':
    case 'contain':
      return scaled(size, Math.min(wide, high, most))
    case 'outside':
      return scaled(size, Math.min(Math.max(wide, high), most))
    case 'cover': {
      const cut = sizeInBox(size, step)
      const scale = Math.max(cut.width / size.width, cut.height / size.height)
      const { width, height } = scaled(size, scale)
      return { width: Math.max(width, cut.width), height: Math.max(height, cut.height) }
    }
    case 'fill':
      return sizeInBox(size, step)
  }
}

function sizeInBox(size: PixelSize, step: ResizeStep): PixelSize {
  const { width, height, fit, enlarge } = step
  if (width === null || height === null || fit === 'inside' || fit === 'outside') {
    return sizeBeforeCut(size, { ...step, fit: fit === 'outside' ? fit : 'inside' })
  }
  const box = { width, height }
  if (fit === 'contain' || enlarge) return box
  if (fit === 'fill') return smallerOf(size, box)
  return scaled(box, Math.min(1, size.width / width, size.height / height))
}

function sizeOfAspect(size: PixelSize, ratio: PixelSize): PixelSize {
  const wanted = ratio.width / ratio.height
  return size.width / size.height > wanted
    ? { width: Math.max(1, Math.round(size.height * wanted)), height: size.height }
    : { width: size.width, height: Math.max(1, Math.round(size.width / wanted)) }
}

function sizeTurned(size: PixelSize, degrees: number): PixelSize {
  if (degrees === 180) return size
  if (degrees % 180 === 90) return { width: size.height, height: size.width }
  const angle = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))]
  return {
    width: Math.round(size.width * cos + size.height * sin),
    height: Math.round(size.width * sin + size.height * cos),
  }
}

function scaled({ width, height }: PixelSize, by: number): PixelSize {
  return {
    width: Math.max(1, Math.round(width * by)),
    height: Math.max(1, Math.round(height * by)),
  }
}

function smallerOf(one: PixelSize, other: PixelSize): PixelSize {
  return {
    width: Math.min(one.width, other.width),
    height: Math.min(one.height, other.height),
  }
}
