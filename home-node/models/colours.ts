import type { ColourName } from '#contracts/colours'
import { toOklab } from '../images/oklab.ts'

export interface ColourShare {
  name: ColourName
  /** Part of the visible picture, from 0 to 1. */
  share: number
}

/** A colour with less of the picture than this is not worth naming. */
const smallestShare = 0.08

/**
 * Names the colours that a picture mostly consists of, largest share first. `rgba` is a small
 * raster: 8-bit sRGB, four channels; pixels that are mostly transparent do not count.
 */
export function nameColours(rgba: Uint8Array): ColourShare[] {
  const counts = new Map<ColourName, number>()
  let visible = 0
  for (let at = 0; at + 3 < rgba.length; at += 4) {
    if ((rgba[at + 3] ?? 0) < 128) continue
    visible += 1
    const name = colourName(rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts]
    .map(([name, count]) => ({ name, share: Math.round((count / visible) * 1000) / 1000 }))
    .filter(({ share }) => share >= smallestShare)
    .sort((a, b) => b.share - a.share || a.name.localeCompare(b.name))
}

/**
 * The basic colour term for one sRGB colour (0–255), decided in OKLCH, where equal distances look
 * about equal: lightness 0–1, chroma 0–0.33, hue in degrees (red 29, yellow 110, green 142, blue 264).
 */
export function colourName(red: number, green: number, blue: number): ColourName {
  const { lightness, chroma, hue } = oklch(red, green, blue)
  if (lightness < 0.18 || (lightness < 0.3 && chroma < 0.06)) return 'black'
  if (chroma < 0.035 || (lightness > 0.94 && chroma < 0.05)) {
    return lightness > 0.87 ? 'white' : lightness < 0.3 ? 'black' : 'grey'
  }
  if (hue < 16 || hue >= 345) return lightness > 0.6 ? 'pink' : 'red'
  if (hue < 40) {
    if (lightness > 0.68 && chroma < 0.17) return hue < 32 ? 'pink' : 'orange'
    return chroma < (hue < 32 ? 0.105 : 0.16) ? 'brown' : 'red'
  }
  if (hue < 85) return lightness < 0.64 || (chroma < 0.09 && lightness < 0.84) ? 'brown' : 'orange'
  if (hue < 120) {
    if (lightness > 0.72 && (chroma > 0.07 || lightness > 0.84)) return 'yellow'
    return hue < 100 ? 'brown' : 'green'
  }
  if (hue < 192) return 'green'
  if (hue < 287) return 'blue'
  const isRosy = hue > 325 ? lightness > 0.56 : hue > 305 && lightness > 0.75
  return isRosy ? 'pink' : 'purple'
}

/** sRGB to OKLab's polar form. */
function oklch(red: number, green: number, blue: number) {
  const [lightness, a, b] = toOklab(red, green, blue)
  const hue = (Math.atan2(b, a) * 180) / Math.PI
  return { lightness, chroma: Math.hypot(a, b), hue: hue < 0 ? hue + 360 : hue }
}
