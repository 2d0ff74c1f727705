import { maxMaxBytes, minMaxBytes, outputFormats } from '#contracts/recipe'
import type { DraftOutput } from './draft.ts'
import { parseFlag, parseNumber, parseOneOf, refuse } from './parse-values.ts'

/** Parameters of the encoding: each may stand once, anywhere. */
export const outputNames = [
  ...['format', 'quality', 'compress', 'progressive', 'strip', 'max_bytes', 'frames', 'original'],
] as const
export type OutputName = (typeof outputNames)[number]

const alsoCalled = { jpg: 'jpeg' } as const

/** What one parameter says of the encoding: nothing when it says the default. */
export function parseOutput(name: OutputName, value: string): DraftOutput {
  switch (name) {
    case 'format':
      return { format: parseOneOf(name, value, [...outputFormats, 'auto'], alsoCalled) }
    case 'quality':
      return { quality: value === 'auto' ? value : parseQuality(name, value) }
    case 'compress':
      return parseFlag(name, value) ? { compress: true } : {}
    case 'progressive':
      return parseFlag(name, value) ? { progressive: true } : {}
    case 'strip':
      return parseFlag(name, value) ? {} : { metadata: 'keep' }
    case 'max_bytes':
      return { maxBytes: parseBytes(name, value) }
    case 'frames':
      return parseOneOf(name, value, ['all', 'first']) === 'first' ? { firstFrame: true } : {}
    case 'original':
      return parseFlag(name, value) ? { ofOriginal: true } : {}
  }
}

function parseQuality(name: string, value: string): number {
  if (!/^\d{1,3}$/.test(value)) throw refuse(name, 'auto or a whole number from 1 to 100', value)
  return parseNumber(name, value, { min: 1, max: 100, example: 80 })
}

/** `200000`, `200k` or `2m`: thousands and millions of bytes. */
function parseBytes(name: string, value: string): number {
  const [, digits, unit] = /^(\d{1,8})([km]?)$/i.exec(value) ?? []
  const factor = unit === '' ? 1 : unit?.toLowerCase() === 'k' ? 1_000 : 1_000_000
  const bytes = Number(digits) * factor
  if (bytes >= minMaxBytes && bytes <= maxMaxBytes) return bytes
  throw refuse(name, 'a number of bytes from 1k to 50m, such as 200k', value)
}
