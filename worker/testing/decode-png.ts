import { inflateSync } from 'node:zlib'

export interface Pixels {
  width: number
  height: number
  /** Red, green and blue of each pixel, rows from the top; transparency is left out. */
  rgb: Uint8Array
}

const channelsOf: Readonly<Record<number, number>> = { 2: 3, 6: 4 }

/** Pixels of a PNG with 8 bits a channel, in colour, not interlaced, as engines write it (PNG, 3rd edition, 9). */
export function decodePng(png: Uint8Array): Pixels {
  const bytes = Buffer.from(png)
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  const channels = channelsOf[bytes.readUInt8(25)]
  if (channels === undefined || bytes.readUInt8(24) !== 8 || bytes.readUInt8(28) !== 0) {
    throw new Error('only plain colour PNG is read here')
  }
  const lines = inflateSync(Buffer.concat(dataOf(bytes)))
  const stride = width * channels
  const rgb = new Uint8Array(width * height * 3)
  let above = new Uint8Array(stride)
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1)
    const row = new Uint8Array(lines.subarray(start + 1, start + 1 + stride))
    unfilter(lines[start] ?? 0, row, above, channels)
    for (let x = 0; x < width; x++) {
      rgb.set(row.subarray(x * channels, x * channels + 3), (y * width + x) * 3)
    }
    above = row
  }
  return { width, height, rgb }
}

function dataOf(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = []
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (type === 'IDAT') parts.push(bytes.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  return parts
}

function unfilter(kind: number, row: Uint8Array, above: Uint8Array, channels: number): void {
  for (let at = 0; at < row.length; at++) {
    const left = at >= channels ? (row[at - channels] ?? 0) : 0
    const up = above[at] ?? 0
    const corner = at >= channels ? (above[at - channels] ?? 0) : 0
    const guesses = [0, left, up, (left + up) >> 1, paeth(left, up, corner)]
    row[at] = (row[at] ?? 0) + (guesses[kind] ?? 0)
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value))
  if (a === undefined || b === undefined || c === undefined) return 0
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}

/**
 * How different two pictures look, 0 to 255: means over squares of 4 pixels, of which the worst
 * fiftieth counts. Infinite for different sizes.
 */
export function pixelDistance(one: Pixels, other: Pixels): number {
  if (one.width !== other.width || one.height !== other.height) return Infinity
  const differences: number[] = []
  for (let y = 0; y + 4 <= one.height; y += 4) {
    for (let x = 0; x + 4 <= one.width; x += 4) differences.push(squareDifference(one, other, x, y))
  }
  const worst = differences.sort((a, b) => b - a).slice(0, Math.ceil(differences.length / 50))
  return worst.reduce((sum, value) => sum + value, 0) / worst.length
}

function squareDifference(one: Pixels, other: Pixels, left: number, top: number): number {
  const sums = [0, 0, 0]
  for (let y = top; y < top + 4; y++) {
    for (let at = (y * one.width + left) * 3; at < (y * one.width + left + 4) * 3; at++) {
      const channel = (at - left * 3) % 3
      sums[channel] = (sums[channel] ?? 0) + (one.rgb[at] ?? 0) - (other.rgb[at] ?? 0)
    }
  }
  return Math.max(...sums.map((sum) => Math.abs(sum) / 16))
}
