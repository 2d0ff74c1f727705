/** One parameter of the grammar as a knob; `off` is what says nothing. */
export type Parameter = { name: string; label: string } & (
  | { kind: 'text'; example: string }
  | { kind: 'choice'; options: readonly string[] }
  | { kind: 'flag'; value: 'true' | 'false' }
  | { kind: 'range'; min: number; max: number; step: number; off: number }
  | { kind: 'colour' }
)

const compass = [
  ...['centre', 'north', 'northeast', 'east', 'southeast', 'south', 'southwest', 'west'],
  'northwest',
]
const percent = { kind: 'range', min: 0, max: 300, step: 1, off: 100 } as const

/** Every parameter of the grammar, by what it is about (worker/design/transforms.md). */
export const groups: readonly { name: string; parameters: readonly Parameter[] }[] = [
  {
    name: 'Size',
    parameters: [
      { name: 'resize', label: 'Resize', kind: 'text', example: '800x600, 800x, 50%' },
      {
        ...{ name: 'fit', label: 'Fit', kind: 'choice' },
        options: ['inside', 'outside', 'cover', 'contain', 'fill'],
      },
      { name: 'enlarge', label: 'May enlarge', kind: 'flag', value: 'true' },
      { name: 'dpr', label: 'Pixel density', kind: 'choice', options: ['1', '1.5', '2', '3', '4'] },
    ],
  },
  {
    name: 'Cut and turn',
    parameters: [
      { name: 'crop', label: 'Crop', kind: 'text', example: '300x200+10+20, 16:9' },
      {
        ...{ name: 'gravity', label: 'Gravity', kind: 'choice' },
        options: ['attention', 'entropy', 'face', ...compass],
      },
      { name: 'rotate', label: 'Rotate', kind: 'range', min: -180, max: 180, step: 0.5, off: 0 },
      { name: 'background', label: 'Background', kind: 'colour' },
      { name: 'flip', label: 'Flip', kind: 'choice', options: ['horizontal', 'vertical'] },
    ],
  },
  {
    name: 'Colour',
    parameters: [
      { name: 'brightness', label: 'Brightness', ...percent },
      { name: 'contrast', label: 'Contrast', ...percent },
      { name: 'saturation', label: 'Saturation', ...percent },
      { name: 'warmth', label: 'Warmth', kind: 'range', min: -100, max: 100, step: 1, off: 0 },
      { name: 'hue', label: 'Hue', kind: 'range', min: 0, max: 359, step: 1, off: 0 },
      { name: 'gamma', label: 'Gamma', kind: 'range', min: 0.34, max: 3, step: 0.01, off: 1 },
      { name: 'tint', label: 'Tint', kind: 'colour' },
      { name: 'grayscale', label: 'Grayscale', kind: 'flag', value: 'true' },
      { name: 'sepia', label: 'Sepia', kind: 'flag', value: 'true' },
      { name: 'negate', label: 'Negate', kind: 'flag', value: 'true' },
    ],
  },
  {
    name: 'Detail',
    parameters: [
      { name: 'blur', label: 'Blur', kind: 'range', min: 0, max: 40, step: 0.5, off: 0 },
      { name: 'sharpen', label: 'Sharpen', kind: 'range', min: 0, max: 10, step: 0.5, off: 0 },
      { name: 'pixelate', label: 'Pixelate', kind: 'range', min: 0, max: 100, step: 2, off: 0 },
    ],
  },
  {
    name: 'Watermark',
    parameters: [
      { name: 'watermark', label: 'Watermark', kind: 'text', example: 'text:© Ada, image:fil_…' },
      { name: 'position', label: 'Position', kind: 'choice', options: compass },
      { name: 'offset', label: 'Offset', kind: 'text', example: '16x16' },
      { name: 'font', label: 'Font', kind: 'choice', options: ['sans', 'serif', 'mono'] },
      { name: 'size', label: 'Text height', kind: 'text', example: '48' },
      { name: 'color', label: 'Text colour', kind: 'colour' },
      { name: 'scale', label: 'Picture width in %', kind: 'text', example: '25' },
      { name: 'opacity', label: 'Opacity', kind: 'range', min: 1, max: 100, step: 1, off: 100 },
      { name: 'angle', label: 'Angle', kind: 'range', min: -180, max: 180, step: 1, off: 0 },
      { name: 'tile', label: 'Tiled', kind: 'flag', value: 'true' },
    ],
  },
  {
    name: 'File',
    parameters: [
      {
        ...{ name: 'format', label: 'Format', kind: 'choice' },
        options: ['auto', 'webp', 'avif', 'jpeg', 'png', 'gif'],
      },
      { name: 'quality', label: 'Quality', kind: 'text', example: 'auto, 1 to 100' },
      { name: 'max_bytes', label: 'Bytes at most', kind: 'text', example: '200k' },
      { name: 'compress', label: 'Compress harder', kind: 'flag', value: 'true' },
      { name: 'progressive', label: 'Progressive', kind: 'flag', value: 'true' },
      { name: 'strip', label: 'Keep metadata', kind: 'flag', value: 'false' },
      { name: 'frames', label: 'Frames', kind: 'choice', options: ['all', 'first'] },
      { name: 'original', label: 'Without its edit', kind: 'flag', value: 'true' },
    ],
  },
]

export type Entry = readonly [name: string, value: string]

/** With a parameter set where it stands, or else at the end; without it where there is no value. */
export function withParameter(
  entries: readonly Entry[],
  name: string,
  value: string | null,
): Entry[] {
  if (value === null || value === '') return entries.filter(([each]) => each !== name)
  if (!entries.some(([each]) => each === name)) return [...entries, [name, value]]
  return entries.map((entry) => (entry[0] === name ? [name, value] : entry))
}

/** As a query, with what needs no escape left as people read it. */
export function printEntries(entries: readonly Entry[]): string {
  return entries
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%3A', ':')}`)
    .join('&')
}

export function parseEntries(query: string): Entry[] {
  return [...new URLSearchParams(query.replace(/^\?/, ''))].filter(([name]) => name !== '')
}
