import type { ImageWatermark, Step } from '#contracts/recipe-steps'
import type { Draft, DraftOutput, DraftStep, Entry } from './draft.ts'

/** A draft as parameters: parsed again they are the same draft. */
export function printDraft(draft: Draft): Entry[] {
  return [...draft.steps.flatMap(printStep), ...printOutput(draft.output)]
}

type Placed = Pick<ImageWatermark, 'at' | 'x' | 'y' | 'tiled' | 'rotate' | 'opacity'>

function printStep(step: DraftStep): Entry[] {
  switch (step.op) {
    case 'resize':
      return [
        ['resize', `${step.width ?? ''}x${step.height ?? ''}`],
        ...given('fit', step.fit === 'inside' ? undefined : step.fit),
        ...printEnlarge(step),
        ...given('gravity', step.gravity),
        ...given('background', step.background?.slice(1)),
      ]
    case 'scale':
      return [['resize', `${step.percent}%`]]
    case 'crop':
      return [['crop', `${step.width}x${step.height}`], ...given('gravity', step.gravity)]
    case 'extract':
      return [['crop', `${step.width}x${step.height}+${step.left}+${step.top}`]]
    case 'aspect':
      return [['crop', `${step.width}:${step.height}`], ...given('gravity', step.gravity)]
    case 'rotate':
      return [['rotate', String(step.degrees)], ...given('background', step.background?.slice(1))]
    case 'flip':
      return [['flip', step.axis]]
    case 'grayscale':
    case 'sepia':
    case 'negate':
      return [[step.op, 'true']]
    case 'blur':
    case 'sharpen':
      return [[step.op, String(step.sigma)]]
    case 'brightness':
    case 'contrast':
    case 'saturation':
    case 'warmth':
      return [[step.op, String(step.percent)]]
    case 'hue':
      return [['hue', String(step.degrees)]]
    case 'gamma':
      return [['gamma', String(step.gamma)]]
    case 'tint':
      return [['tint', step.colour.slice(1)]]
    case 'pixelate':
      return [['pixelate', String(step.size)]]
    case 'watermark-text':
      return [
        ['watermark', `text:${step.text}`],
        ['font', step.font],
        ...given('size', step.size),
        ['color', step.colour.slice(1)],
        ...printPlace(step),
      ]
    case 'watermark-image':
      return [
        ['watermark', `image:${step.image}`],
        ['scale', String(step.scale)],
        ...printPlace(step),
      ]
  }
}

/** Enlarging is what `fill` does unless told otherwise, and nothing else. */
function printEnlarge({ fit, enlarge }: Pick<Step & { op: 'resize' }, 'fit' | 'enlarge'>): Entry[] {
  if ((fit === 'fill') === (enlarge === true)) return []
  return [['enlarge', String(enlarge === true)]]
}

function printPlace({ at, x, y, tiled, rotate, opacity }: Placed): Entry[] {
  return [
    ...(tiled ? given('tile', 'true') : given('position', at)),
    ['offset', `${x}x${y}`],
    ...given('angle', rotate),
    ...given('opacity', opacity),
  ]
}

function printOutput(output: DraftOutput): Entry[] {
  return [
    ...given('format', output.format),
    ...given('quality', output.quality),
    ...given('compress', output.compress),
    ...given('progressive', output.progressive),
    ...given('strip', output.metadata && 'false'),
    ...given('max_bytes', output.maxBytes),
    ...given('frames', output.firstFrame && 'first'),
    ...given('original', output.ofOriginal),
  ]
}

function given(name: string, value: string | number | boolean | undefined): Entry[] {
  return value === undefined ? [] : [[name, String(value)]]
}
