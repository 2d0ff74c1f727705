import type { ColourName } from '#contracts/colours'

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

const linear = Float64Array.from({ length: 256 }, (_, value) => {
  const part = value / 255
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
})

/** sRGB to OKLCH, with the matrices that define OKLab. */
function oklch(red: number, green: number, blue: number) {
  const [r, g, b] = [linear[red] ?? 0, linear[green] ?? 0, linear[blue] ?? 0]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const bee = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  const hue = (Math.atan2(bee, a) * 180) / Math.PI
  return { lightness, chroma: Math.hypot(a, bee), hue: hue < 0 ? hue + 360 : hue }
}
