/** A line of letters in a picture, in pixels; `isLight`: lighter than what is behind them. */
export interface LetterLine {
  left: number
  top: number
  width: number
  height: number
  isLight: boolean
  /** More letters of a more even height come first. */
  likeness: number
}

/** One channel of 8-bit pixels, rows from the top. */
export interface GreyPixels {
  pixels: Uint8Array
  width: number
  height: number
}

/** How far around a pixel its surroundings reach, and how much it has to differ from them. */
const reach = 24
const smallestDifference = 24
const letterHeights = { least: 12, most: 160 }
const fewestLetters = 3

interface Letter {
  left: number
  top: number
  right: number
  bottom: number
}

/**
 * Where letters stand in a row in a picture of about 1,000 pixels a side, the likeliest first: what
 * differs from the mean of its surroundings, dark and light by turns, falls into connected parts, and
 * parts of the shape of letters that stand side by side at one height make a line. Most pictures have
 * none, a picture of leaves or feathers some that are not.
 */
export function letterLines(grey: GreyPixels): LetterLine[] {
  const means = meansAround(grey)
  const lines = [false, true].flatMap((isLight) =>
    linesOf(lettersOf(differing(grey, means, isLight), grey.width), isLight),
  )
  return lines.sort((a, b) => b.likeness - a.likeness)
}

/** The mean of the square around each pixel, by a table of sums. */
function meansAround({ pixels, width, height }: GreyPixels): Uint8Array {
  const across = width + 1
  const sums = new Uint32Array(across * (height + 1))
  for (let y = 0; y < height; y++) {
    let row = 0
    for (let x = 0; x < width; x++) {
      row += pixels[y * width + x] ?? 0
      sums[(y + 1) * across + x + 1] = (sums[y * across + x + 1] ?? 0) + row
    }
  }
  const sumTo = (x: number, y: number) => sums[y * across + x] ?? 0
  const means = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(0, y - reach), Math.min(height, y + reach + 1)]
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - reach), Math.min(width, x + reach + 1)]
      const sum = sumTo(right, bottom) - sumTo(right, top) - sumTo(left, bottom) + sumTo(left, top)
      means[y * width + x] = sum / ((right - left) * (bottom - top))
    }
  }
  return means
}

/** 1 where a pixel is darker, or lighter, than its surroundings by enough. */
function differing({ pixels }: GreyPixels, means: Uint8Array, isLight: boolean): Uint8Array {
  const sign = isLight ? 1 : -1
  return pixels.map((value, at) => (sign * (value - (means[at] ?? 0)) > smallestDifference ? 1 : 0))
}

/** The connected parts that could be letters by their shape. Clears `marks`. */
function lettersOf(marks: Uint8Array, width: number): Letter[] {
  const letters: Letter[] = []
  const open: number[] = []
  for (let start = 0; start < marks.length; start++) {
    if (marks[start] !== 1) continue
    let count = 0
    const letter = { left: width, top: Number.POSITIVE_INFINITY, right: 0, bottom: 0 }
    marks[start] = 0
    open.push(start)
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      count += 1
      const x = at % width
      const y = (at - x) / width
      letter.left = Math.min(letter.left, x)
      letter.right = Math.max(letter.right, x + 1)
      letter.top = Math.min(letter.top, y)
      letter.bottom = Math.max(letter.bottom, y + 1)
      const beside = [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]
      for (const next of beside) {
        if (marks[next] !== 1) continue
        marks[next] = 0
        open.push(next)
      }
    }
    if (isLikeALetter(letter, count)) letters.push(letter)
  }
  return letters
}

function isLikeALetter(letter: Letter, count: number): boolean {
  const [width, height] = [letter.right - letter.left, heightOf(letter)]
  if (height < letterHeights.least || height > letterHeights.most) return false
  return width <= height * 2.5 && height <= width * 8 && count >= width * height * 0.15
}

function heightOf({ top, bottom }: Letter): number {
  return bottom - top
}

/** From left to right, each letter goes on with the line that it stands in. */
function linesOf(letters: Letter[], isLight: boolean): LetterLine[] {
  const waiting = new Set(letters.sort((a, b) => a.left - b.left))
  const lines: LetterLine[] = []
  for (const first of waiting) {
    const line = [first]
    let last = first
    for (const next of waiting) {
      if (next.left - last.right > letterHeights.most) break
      if (next.left <= last.left || !standBeside(last, next)) continue
      line.push(next)
      last = next
    }
    for (const letter of line) waiting.delete(letter)
    if (line.length >= fewestLetters) lines.push(toLine(line, isLight))
  }
  return lines
}

function standBeside(last: Letter, next: Letter): boolean {
  const taller = Math.max(heightOf(last), heightOf(next))
  const shorter = Math.min(heightOf(last), heightOf(next))
  if (next.left - last.right > taller * 0.8 || shorter < taller * 0.55) return false
  const above = next.top - last.top
  const below = next.bottom - last.bottom
  const nearest = Math.min(Math.abs(above), Math.abs(below))
  return nearest <= taller * 0.3 && Math.abs(above + below) <= taller * 0.5
}

function toLine(letters: Letter[], isLight: boolean): LetterLine {
  const left = Math.min(...letters.map((letter) => letter.left))
  const top = Math.min(...letters.map((letter) => letter.top))
  const width = Math.max(...letters.map(({ right }) => right)) - left
  const height = Math.max(...letters.map(({ bottom }) => bottom)) - top
  const mean = letters.reduce((sum, letter) => sum + heightOf(letter), 0) / letters.length
  const uneven =
    letters.reduce((sum, letter) => sum + (heightOf(letter) - mean) ** 2, 0) / letters.length
  const likeness = letters.length / (1 + (4 * Math.sqrt(uneven)) / mean)
  return { left, top, width, height, isLight, likeness }
}
