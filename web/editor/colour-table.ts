import type { Edit } from './edit-model.ts'
import { knobNames, knobs } from './edit-query.ts'
import { filters } from './filters.ts'

// What the home engine does to colours (home-node/transforms/colours.ts), done here by the same
// formulas: on sRGB as it is stored, clipped to eight bits after each step. All of an edit is worked
// out for a grid of colours once, and each pixel is found between eight of its points.

type Colour = [red: number, green: number, blue: number]
type Change = (colour: Colour) => Colour

/** Points along each side of the grid: 33 is what colour graders use. */
export const tableSide = 33

/** Every colour of the grid after the edit, red changing fastest; null when no colour changes. */
export function colourTable(
  edit: Pick<Edit, 'filter' | (typeof knobNames)[number]>,
): Uint8ClampedArray | null {
  const changes = changesOf(edit)
  if (changes.length === 0) return null
  const table = new Uint8ClampedArray(tableSide ** 3 * 3)
  const step = 255 / (tableSide - 1)
  let at = 0
  for (let blue = 0; blue < tableSide; blue++) {
    for (let green = 0; green < tableSide; green++) {
      for (let red = 0; red < tableSide; red++) {
        let colour: Colour = [red * step, green * step, blue * step]
        for (const change of changes) colour = clipped(change(colour))
        table.set(colour, at)
        at += 3
      }
    }
  }
  return table
}

/** Changes every pixel of a picture (RGBA) by a table; transparency stays. */
export function applyTable(pixels: Uint8ClampedArray, table: Uint8ClampedArray): void {
  // Plain numbers and no arrays: this runs for a million pixels while a knob is turned.
  const share = (tableSide - 1) / 255
  const down = tableSide * 3
  const back = tableSide * down
  const value = (at: number) => table[at] ?? 0
  for (let at = 0; at < pixels.length; at += 4) {
    const x = (pixels[at] ?? 0) * share
    const y = (pixels[at + 1] ?? 0) * share
    const z = (pixels[at + 2] ?? 0) * share
    const x0 = x >= tableSide - 1 ? tableSide - 2 : x | 0
    const y0 = y >= tableSide - 1 ? tableSide - 2 : y | 0
    const z0 = z >= tableSide - 1 ? tableSide - 2 : z | 0
    const fx = x - x0
    const fy = y - y0
    const fz = z - z0
    const corner = x0 * 3 + y0 * down + z0 * back
    for (let channel = 0; channel < 3; channel++) {
      const c = corner + channel
      const nearUp = value(c) + (value(c + 3) - value(c)) * fx
      const nearDown = value(c + down) + (value(c + down + 3) - value(c + down)) * fx
      const f = c + back
      const farUp = value(f) + (value(f + 3) - value(f)) * fx
      const farDown = value(f + down) + (value(f + down + 3) - value(f + down)) * fx
      const near = nearUp + (nearDown - nearUp) * fy
      const far = farUp + (farDown - farUp) * fy
      pixels[at + channel] = near + (far - near) * fz
    }
  }
}

function changesOf(edit: Pick<Edit, 'filter' | (typeof knobNames)[number]>): Change[] {
  const set = knobNames.filter((name) => edit[name] !== knobs[name].neutral)
  return [
    ...set.map((name) => changeOf(name, edit[name])),
    ...filters[edit.filter].steps.map(([name, value]) => changeOf(name, Number(value))),
  ]
}

type ColourStep = (typeof knobNames)[number] | 'grayscale' | 'sepia' | 'negate'

function changeOf(name: ColourStep, value: number): Change {
  switch (name) {
    case 'brightness':
      return ([r, g, b]) => [(r * value) / 100, (g * value) / 100, (b * value) / 100]
    case 'contrast': {
      const moved = (channel: number) => (channel - 127.5) * (value / 100) + 127.5
      return ([r, g, b]) => [moved(r), moved(g), moved(b)]
    }
    case 'saturation':
      return (colour) => inLab(colour, (a, b) => [(a * value) / 100, (b * value) / 100])
    case 'hue': {
      const angle = (Math.round(value) * Math.PI) / 180
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
      return (colour) => inLab(colour, (a, b) => [a * cos - b * sin, a * sin + b * cos])
    }
    case 'warmth':
      return ([r, g, b]) => [r * (1 + value / 400), g, b * (1 - value / 400)]
    case 'grayscale':
      return ([r, g, b]) => {
        const grey = stored(0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b))
        return [grey, grey, grey]
      }
    case 'sepia':
      return ([r, g, b]) => [
        0.393 * r + 0.769 * g + 0.189 * b,
        0.349 * r + 0.686 * g + 0.168 * b,
        0.272 * r + 0.534 * g + 0.131 * b,
      ]
    case 'negate':
      return ([r, g, b]) => [255 - r, 255 - g, 255 - b]
  }
}

function clipped([r, g, b]: Colour): Colour {
  const clip = (channel: number) => Math.max(0, Math.min(255, channel))
  return [clip(r), clip(g), clip(b)]
}

function linear(channel: number): number {
  const share = channel / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

function stored(share: number): number {
  const kept = Math.max(0, share)
  return 255 * (kept <= 0.0031308 ? kept * 12.92 : 1.055 * kept ** (1 / 2.4) - 0.055)
}

/** Changes the two axes of colour of CIE Lab (D65), lightness kept. */
function inLab(colour: Colour, change: (a: number, b: number) => [number, number]): Colour {
  const [r, g, b] = colour.map(linear)
  const [red = 0, green = 0, blue = 0] = [r, g, b]
  const x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505)
  const y = curve(0.2126 * red + 0.7152 * green + 0.0722 * blue)
  const z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.0888)
  const [toRed, toBlue] = change(500 * (x - y), 200 * (y - z))
  const [X, Y, Z] = [
    uncurve(y + toRed / 500) * 0.9505,
    uncurve(y),
    uncurve(y - toBlue / 200) * 1.0888,
  ]
  return [
    stored(3.2406 * X - 1.5372 * Y - 0.4986 * Z),
    stored(-0.9689 * X + 1.8758 * Y + 0.0415 * Z),
    stored(0.0557 * X - 0.204 * Y + 1.057 * Z),
  ]
}

function curve(share: number): number {
  return share > 216 / 24_389 ? Math.cbrt(share) : ((24_389 / 27) * share + 16) / 116
}

function uncurve(value: number): number {
  return value ** 3 > 216 / 24_389 ? value ** 3 : (116 * value - 16) * (27 / 24_389)
}
