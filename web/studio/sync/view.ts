import { signal } from '@preact/signals'

/** What of the canvas is seen: the point in the corner of the stage, and how large a unit is drawn. */
export interface View {
  x: number
  y: number
  scale: number
}

export const view = signal<View>({ x: 0, y: 0, scale: 1 })
/** Of the stage, in CSS pixels. */
export const stageSize = signal({ width: 1_280, height: 800 })
