import { createRequire } from 'node:module'
import { type ReadMetadata, readMetadataSchema } from '#contracts/metadata'
import { altitudeOf, coordinatesInXmp, coordinatesOf, utcOfSatellites } from './gps.ts'
import {
  cameraName,
  numberOf,
  positive,
  textOf,
  textsOf,
  wallClock,
  zoneMinutes,
} from './metadata-values.ts'

/** By `require`, since Node and bundlers see different halves of this package by `import`. */
const exifr: typeof import('exifr') = createRequire(import.meta.url)('exifr')

/** A picture's blocks of metadata as its file holds them. */
export interface MetadataBlocks {
  exif: Uint8Array | null
  iptc: Uint8Array | null
  xmp: Uint8Array | null
}

export interface PictureFacts {
  /** Make and model in one, `SONY DSLR-A550`, the make not said twice. */
  camera: string | null
  metadata: ReadMetadata
}

/** More than this of a block is not looked at: maker notes may be many megabytes. */
const maxBlockBytes = 1_000_000

/**
 * XMP is matched by patterns whose time grows with the square of the tags; a document with more than
 * 1,000 (each with its end) is not looked at. Entities are never expanded.
 */
const maxXmpBrackets = 2_000

const exifTags = [
  ...['Make', 'Model', 'DateTimeOriginal', 'CreateDate', 'OffsetTimeOriginal', 'OffsetTime'],
  ...['ExposureTime', 'FNumber', 'ISO', 'FocalLength', 'Flash', 'LensModel', 'LensMake'],
  ...['Orientation', 'ImageDescription', 'Rating'],
  ...['GPSLatitudeRef', 'GPSLatitude', 'GPSLongitudeRef', 'GPSLongitude'],
  ...['GPSAltitudeRef', 'GPSAltitude', 'GPSTimeStamp', 'GPSDateStamp'],
]

const raw = { reviveValues: false, translateValues: false }

/**
 * Reads from a picture's EXIF, IPTC and XMP when, where, with what and of what it was taken. Only
 * these few tags are followed: maker notes and thumbnails are never parsed, so neither loops nor
 * exploding documents in them matter. Broken blocks give nulls; this never rejects.
 */
export async function readMetadata(blocks: MetadataBlocks): Promise<PictureFacts> {
  const [exif, iptc, xmp] = await Promise.all([
    readExif(blocks.exif),
    readSegment('iptc', blocks.iptc),
    isHarmlessXmp(blocks.xmp) ? readSegment('xmp', blocks.xmp) : new Map<string, unknown>(),
  ])
  const inXmp = (group: string, key: string) => {
    const found = xmp.get(group)
    return typeof found === 'object' && found ? new Map(Object.entries(found)).get(key) : undefined
  }
  const where = coordinatesOf(exif) ?? coordinatesInXmp(inXmp)
  const metadata = readMetadataSchema.safeParse({
    ...whenTaken(exif, iptc, inXmp),
    lens: textOf(exif.get('LensModel'), 200) ?? textOf(inXmp('aux', 'Lens'), 200),
    exposureSeconds: positive(exif.get('ExposureTime'), 1e6),
    fNumber: positive(exif.get('FNumber'), 1_000),
    iso: isoOf(exif.get('ISO')),
    focalLengthMm: positive(exif.get('FocalLength'), 100_000),
    flash: flashOf(exif.get('Flash')),
    orientation: within(numberOf(exif.get('Orientation')), 1, 8),
    ...where,
    altitude: where === null ? null : altitudeOf(exif),
    description: descriptionOf([
      inXmp('dc', 'description'),
      iptc.get('Caption'),
      exif.get('ImageDescription'),
      inXmp('dc', 'title'),
    ]),
    rating: within(numberOf(inXmp('xmp', 'Rating') ?? exif.get('Rating')), 1, 5),
    keywords: keywordsOf([inXmp('dc', 'subject'), iptc.get('Keywords')]),
  })
  const camera = cameraName(exif.get('Make'), exif.get('Model'))
  return { camera, metadata: metadata.data ?? readMetadataSchema.parse({}) }
}

async function readExif(block: Uint8Array | null): Promise<Map<string, unknown>> {
  if (!block) return new Map()
  const options = { ...raw, pick: exifTags, gps: true }
  return entriesOf(exifr.parse(tiffBlock(block), options))
}

async function readSegment(kind: 'iptc' | 'xmp', block: Uint8Array | null) {
  if (!block || block.length > maxBlockBytes) return new Map<string, unknown>()
  return entriesOf(exifr.sidecar(block, { ...raw, [kind]: true, mergeOutput: false }, kind))
}

async function entriesOf(reading: Promise<unknown>): Promise<Map<string, unknown>> {
  const found = await reading.catch(() => null)
  return new Map(typeof found === 'object' && found ? Object.entries(found) : [])
}

/** JPEG puts `Exif\0\0` before the TIFF block, the other formats do not. */
function tiffBlock(exif: Uint8Array): Uint8Array {
  const hasPrefix = new TextDecoder('latin1').decode(exif.subarray(0, 4)) === 'Exif'
  return exif.slice(hasPrefix ? 6 : 0, maxBlockBytes)
}

function isHarmlessXmp(block: Uint8Array | null): boolean {
  if (!block || block.length > maxBlockBytes) return false
  let brackets = 0
  for (const byte of block) if (byte === 0x3c) brackets += 1
  return brackets <= maxXmpBrackets && !Buffer.from(block).includes('<!')
}

/** By the shutter's own clock, or by what a program wrote down of it. */
function whenTaken(
  exif: Map<string, unknown>,
  iptc: Map<string, unknown>,
  inXmp: (group: string, key: string) => unknown,
): Pick<ReadMetadata, 'takenAt' | 'takenZone'> {
  const byShutter = wallClock(exif.get('DateTimeOriginal')) ?? wallClock(exif.get('CreateDate'))
  if (byShutter !== null) {
    const said = exif.get('OffsetTimeOriginal') ?? exif.get('OffsetTime')
    return { takenAt: byShutter, takenZone: zoneMinutes(said) ?? zoneBySatellites(byShutter, exif) }
  }
  const texts = [
    inXmp('exif', 'DateTimeOriginal'),
    inXmp('photoshop', 'DateCreated'),
    iptcTime(iptc),
    inXmp('xmp', 'CreateDate'),
  ]
  const text = texts.find((each) => wallClock(each) !== null)
  return { takenAt: wallClock(text), takenZone: zoneMinutes(text) }
}

/** `20220110` and `151544-0400` as `2022-01-10T15:15:44-04:00`. */
function iptcTime(iptc: Map<string, unknown>): string | null {
  const day = /^(\d{4})(\d\d)(\d\d)$/.exec(textOf(iptc.get('DateCreated'), 8) ?? '')
  const time = /^(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)(\d\d))?$/.exec(
    textOf(iptc.get('TimeCreated'), 11) ?? '',
  )
  if (!day || !time) return null
  const zone = time[4] === undefined ? '' : `${time[4]}:${time[5]}`
  return `${day[1]}-${day[2]}-${day[3]}T${time[1]}:${time[2]}:${time[3]}${zone}`
}

/**
 * Satellites tell UTC: what the camera's clock is ahead of it is its zone, if that is a quarter of an
 * hour's multiple but for 3 minutes; otherwise the fix is an old one.
 */
function zoneBySatellites(takenAt: string, exif: Map<string, unknown>): number | null {
  const utcMs = utcOfSatellites(exif)
  if (utcMs === null) return null
  const minutes = (Date.parse(`${takenAt}Z`) - utcMs) / 60_000
  const zone = Math.round(minutes / 15) * 15
  return Math.abs(minutes - zone) <= 3 && zone >= -720 && zone <= 840 ? zone + 0 : null
}

function isoOf(value: unknown): number | null {
  const iso = positive(Array.isArray(value) ? value[0] : value, 100_000_000)
  return iso === null ? null : Math.max(1, Math.round(iso))
}

function flashOf(value: unknown): boolean | null {
  const bits = numberOf(value)
  // Bit 5 says that there is no flash at all.
  return bits === null || bits < 0 || (bits & 0x20) !== 0 ? null : (bits & 1) === 1
}

function within(value: number | null, least: number, most: number): number | null {
  const rounded = value === null ? Number.NaN : Math.round(value)
  return rounded >= least && rounded <= most ? rounded : null
}

/** What cameras write into every picture describes none. */
const emptyPhrase = /^(.{0,30}digital camera|sony dsc|default|untitled|jpeg|image)$/i

function descriptionOf(values: unknown[]): string | null {
  for (const value of values) {
    const text = textOf(value, 5_000, 'lines')
    if (text !== null && !emptyPhrase.test(text)) return text
  }
  return null
}

function keywordsOf(values: unknown[]): string[] {
  const words = values.flatMap((value) => textsOf(value, 80))
  return [...new Set(words.map((word) => word.normalize('NFKC').toLowerCase().slice(0, 80)))].slice(
    0,
    50,
  )
}
