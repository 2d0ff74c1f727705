import { type FileTag, keywordEngine } from '#contracts/file-tags'
import type { FileMetadata } from '#contracts/metadata'
import { formatTaken } from '../ui/format.ts'

type Exposure = Pick<FileMetadata, 'exposureSeconds' | 'fNumber' | 'iso' | 'focalLengthMm'>

/** `1/250 s · f/2.8 · ISO 100 · 35 mm`, with what is known; null when nothing is. */
export function exposureLine(exposure: Exposure): string | null {
  const { exposureSeconds, fNumber, iso, focalLengthMm } = exposure
  const parts = [
    exposureSeconds !== null && `${secondsWords(exposureSeconds)} s`,
    fNumber !== null && `f/${short(fNumber)}`,
    iso !== null && `ISO ${iso}`,
    focalLengthMm !== null && `${short(focalLengthMm)} mm`,
  ].filter((part) => part !== false)
  return parts.length > 0 ? parts.join(' · ') : null
}

/** As a camera writes it: `1/250`, `0.5`, `30`. */
function secondsWords(seconds: number): string {
  if (seconds < 0.3) return `1/${Math.round(1 / seconds)}`
  return short(seconds)
}

function short(value: number): string {
  return String(Number(value.toFixed(1)))
}

/** `+02:00` for 120 minutes east of UTC. */
export function zoneWords(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${minutes < 0 ? '−' : '+'}${twoDigits(hours)}:${twoDigits(rest)}`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

/** `Friday 31 May 2024 at 14:03, UTC+02:00`; without the zone where it is not known. */
export function takenWords(takenAt: string, zone: number | null): string {
  return `${formatTaken(takenAt)}${zone === null ? '' : `, UTC${zone === 0 ? '' : zoneWords(zone)}`}`
}

/** `52.5200° N, 13.4050° E` */
export function placeWords(latitude: number, longitude: number): string {
  const side = (value: number, [plus, minus]: [string, string]) =>
    `${Math.abs(value).toFixed(4)}° ${value < 0 ? minus : plus}`
  return `${side(latitude, ['N', 'S'])}, ${side(longitude, ['E', 'W'])}`
}

/** Where a map shows a place. Nothing is asked of it until somebody follows it. */
export function mapAddress(latitude: number, longitude: number): string {
  const at = `${latitude.toFixed(5)}/${longitude.toFixed(5)}`
  const mark = new URLSearchParams({
    mlat: latitude.toFixed(5),
    mlon: longitude.toFixed(5),
  })
  return `https://www.openstreetmap.org/?${mark}#map=14/${at}`
}

/** `3:07`, or `1:02:09` from an hour on. */
export function durationWords(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  const end = `${twoDigits(seconds % 60)}`
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${end}` : `${minutes}:${end}`
}

/** Every zone that clocks are set to, from the west to the east, in minutes east of UTC. */
export const zones: readonly number[] = [
  ...Array.from({ length: 27 }, (_, index) => (index - 12) * 60),
  ...[-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765],
].toSorted((a, b) => a - b)

/** What somebody typed as a tag, as the vault keeps it; null when there is nothing in it. */
export function tagOf(typed: string): string | null {
  const tag = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{C}/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/^[#\s]+/, '')
    .trim()
  return tag === '' ? null : tag.slice(0, 80)
}

/** A label as a file shows it, whoever says it. */
export interface FileTagShown {
  label: string
  isByHand: boolean
  /** Of the engine that is surest; 1 by hand. */
  probability: number
  /** Engines that say it, the surest first. */
  engines: { name: string; probability: number }[]
}

/** Each label once: those by hand first, then by how sure engines are. */
export function tagsShown(tags: FileTag[]): FileTagShown[] {
  const shown = [...Map.groupBy(tags, ({ label }) => label)].map(([label, said]) => {
    const engines = said
      .filter(({ engine }) => engine !== byHand)
      .map(({ engine: name, probability }) => ({ name, probability }))
      .toSorted((a, b) => b.probability - a.probability)
    const isByHand = engines.length < said.length
    return { label, isByHand, probability: isByHand ? 1 : (engines[0]?.probability ?? 0), engines }
  })
  return shown.toSorted(
    (a, b) => Number(b.isByHand) - Number(a.isByHand) || b.probability - a.probability,
  )
}

/** The engine that is a person. */
const byHand = 'hand'

/** `by hand`, `found by coco-1 (87 % sure)`, or both. */
export function saidBy({ isByHand, engines }: FileTagShown): string {
  const isKeyword = engines.some(({ name }) => name === keywordEngine)
  const found = engines
    .filter(({ name }) => name !== keywordEngine)
    .map(({ name, probability }) => `${name} (${Math.round(probability * 100)} % sure)`)
  return [
    isByHand && 'by hand',
    isKeyword && 'a keyword of the original',
    found.length > 0 && `found by ${found.join(' and ')}`,
  ]
    .filter(Boolean)
    .join(', ')
}
