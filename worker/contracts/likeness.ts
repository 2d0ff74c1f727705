/** What two pictures are compared by. */
export interface Look {
  kind: string
  /** 64 bits in hex. */
  perceptualHash: string
  /** Base64. Its first three bytes hold the average colour. */
  thumbhash: string | null
  /** Width by height. */
  aspect: number
}

/**
 * Measured on real photographs and changed copies of them (`npm run bench -- duplicates`, see
 * design/duplicates.md): what is no copy begins at 9 bits, and copies end at 7.
 */
export const maxDistance = 7
/** Of the three parts of the average colour, each from 0 or -1 to 1. */
const maxColourDistance = 0.2
/** Of the logarithms of the shapes: rounding to whole pixels stays under it. */
const maxAspectDistance = 0.03
/** A hash of fewer set, or unset, bits is that of an empty page or a plain ramp, and says nothing. */
const minTellingBits = 8

/** Whether a hash says enough to compare a picture by. */
export function isTelling(perceptualHash: string): boolean {
  const set = bitsSet(halfOf(perceptualHash, 0)) + bitsSet(halfOf(perceptualHash, 1))
  return set >= minTellingBits && set <= 64 - minTellingBits
}

/** By how many bits two pictures differ that look alike; null for two that do not. */
export function distanceBetween(one: Look, other: Look): number | null {
  if (one.kind !== other.kind) return null
  const distance = hammingDistance(one.perceptualHash, other.perceptualHash)
  if (distance > maxDistance) return null
  if (Math.abs(Math.log(one.aspect / other.aspect)) > maxAspectDistance) return null
  return colourDistance(one.thumbhash, other.thumbhash) > maxColourDistance ? null : distance
}

/**
 * The bands under which everything within 7 bits of a hash is to be found. Two hashes that differ in
 * at most 7 of 64 bits differ in at most 1 of the 16 bits of one of their four quarters: each quarter
 * and its 16 neighbours, 68 keys, find all of them. (Multi-index hashing: Norouzi, Punjani and Fleet,
 * "Fast search in Hamming space with multi-index hashing", CVPR 2012; the quarters alone, for 3 bits:
 * Manku, Jain and Das Sarma, "Detecting near-duplicates for web crawling", WWW 2007.)
 */
export function bandsNear(perceptualHash: string): string[] {
  return [0, 1, 2, 3].flatMap((quarter) => {
    const bits = Number.parseInt(perceptualHash.slice(4 * quarter, 4 * quarter + 4), 16)
    const flips = [0, ...Array.from({ length: 16 }, (_, bit) => 1 << bit)]
    return flips.map((flip) => `${quarter}:${(bits ^ flip).toString(16).padStart(4, '0')}`)
  })
}

function hammingDistance(one: string, other: string): number {
  return [0, 1].reduce(
    (sum, half) => sum + bitsSet((halfOf(one, half) ^ halfOf(other, half)) >>> 0),
    0,
  )
}

function halfOf(hash: string, half: number): number {
  return Number.parseInt(hash.slice(8 * half, 8 * half + 8), 16)
}

/** Of 32 bits, by sums of ever wider fields (Warren, "Hacker's Delight", figure 5-2). */
function bitsSet(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Where one of them has no colour, nothing speaks against it. */
function colourDistance(one: string | null, other: string | null): number {
  if (one === null || other === null) return 0
  const [first, second] = [colourOf(one), colourOf(other)]
  return Math.hypot(...first.map((part, index) => part - (second[index] ?? 0)))
}

/** The first 18 bits of a thumbhash: lightness, yellow to blue and red to green, six bits each. */
function colourOf(thumbhash: string): [number, number, number] {
  const [low = 0, middle = 0, high = 0] = [...atob(thumbhash.slice(0, 4))].map((byte) =>
    byte.charCodeAt(0),
  )
  const bits = low | (middle << 8) | (high << 16)
  return [(bits & 63) / 63, ((bits >> 6) & 63) / 31.5 - 1, ((bits >> 12) & 63) / 31.5 - 1]
}
