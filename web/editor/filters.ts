/** Looks: each is a few steps of the grammar, done after the knobs. */
export const filters = {
  none: { label: 'None', steps: [] },
  vivid: {
    label: 'Vivid',
    steps: [
      ['saturation', '135'],
      ['contrast', '112'],
    ],
  },
  faded: {
    label: 'Faded',
    steps: [
      ['contrast', '76'],
      ['brightness', '112'],
      ['saturation', '72'],
    ],
  },
  golden: {
    label: 'Golden',
    steps: [
      ['warmth', '45'],
      ['saturation', '112'],
      ['contrast', '96'],
    ],
  },
  cool: {
    label: 'Cool',
    steps: [
      ['warmth', '-40'],
      ['contrast', '106'],
    ],
  },
  grayscale: { label: 'Grayscale', steps: [['grayscale', 'true']] },
  noir: {
    label: 'Noir',
    steps: [
      ['grayscale', 'true'],
      ['contrast', '145'],
    ],
  },
  sepia: { label: 'Sepia', steps: [['sepia', 'true']] },
  negative: { label: 'Negative', steps: [['negate', 'true']] },
} as const satisfies Record<
  string,
  { label: string; steps: readonly (readonly [string, string])[] }
>

export type FilterName = keyof typeof filters

export const filterNames = Object.keys(filters).filter(
  (name): name is FilterName => name in filters,
)
