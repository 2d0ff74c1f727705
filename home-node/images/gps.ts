import { numberOf } from './metadata-values.ts'

/**
 * Where EXIF says that a picture was taken, in degrees; null for none, for impossible ones, and for
 * 0° 0°, which is what devices write when they do not know.
 */
export function coordinatesOf(
  exif: Map<string, unknown>,
): { latitude: number; longitude: number } | null {
  const latitude = degrees(exif.get('GPSLatitude'), exif.get('GPSLatitudeRef'), 'S')
  const longitude = degrees(exif.get('GPSLongitude'), exif.get('GPSLongitudeRef'), 'W')
  if (latitude === null || longitude === null) return null
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null
  return latitude === 0 && longitude === 0 ? null : { latitude, longitude }
}

/**
 * The same of XMP, which writes `46,31.2050N` or `46,31,12N`; some programs write decimal degrees,
 * with the direction beside them or as a sign.
 */
export function coordinatesInXmp(
  inXmp: (group: string, key: string) => unknown,
): { latitude: number; longitude: number } | null {
  const latitude = degreesInXmp(inXmp('exif', 'GPSLatitude'), inXmp('exif', 'GPSLatitudeRef'), 90)
  const longitude = degreesInXmp(
    ...([inXmp('exif', 'GPSLongitude'), inXmp('exif', 'GPSLongitudeRef'), 180] as const),
  )
  if (latitude === null || longitude === null) return null
  return latitude === 0 && longitude === 0 ? null : { latitude, longitude }
}

function degreesInXmp(value: unknown, reference: unknown, most: number): number | null {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') return null
  const parts = /^(-?\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?(?:,(\d+(?:\.\d+)?))?([NSEW])?$/i.exec(
    text.trim(),
  )
  if (!parts) return null
  const [, whole = '0', minutes = '0', seconds = '0'] = parts
  const size = Math.abs(Number(whole)) + Number(minutes) / 60 + Number(seconds) / 3_600
  const direction = parts[4] ?? (typeof reference === 'string' ? reference : '')
  const isNegative = whole.startsWith('-') || /^[SW]/i.test(direction)
  const rounded = Math.round(size * 1e7) / 1e7
  if (rounded > most) return null
  return isNegative && rounded > 0 ? -rounded : rounded
}

/** Seven decimals are a centimetre. */
function degrees(value: unknown, reference: unknown, negative: 'S' | 'W'): number | null {
  const parts = numbersOf(value)
  if (parts === null || typeof reference !== 'string') return null
  const [whole = 0, minutes = 0, seconds = 0] = parts
  if (whole < 0 || minutes < 0 || seconds < 0) return null
  const size = Math.round((whole + minutes / 60 + seconds / 3_600) * 1e7) / 1e7
  return reference.trim().toUpperCase().startsWith(negative) && size > 0 ? -size : size
}

/** Metres above the sea. */
export function altitudeOf(exif: Map<string, unknown>): number | null {
  const height = numberOf(exif.get('GPSAltitude'))
  if (height === null || Math.abs(height) > 20_000) return null
  const reference = exif.get('GPSAltitudeRef')
  const below = reference instanceof Uint8Array ? reference[0] === 1 : reference === 1
  return below && height > 0 ? -height : height
}

/** The time of the satellites when the place was found, in Unix milliseconds. */
export function utcOfSatellites(exif: Map<string, unknown>): number | null {
  const day = /^(\d{4}):(\d\d):(\d\d)$/.exec(String(exif.get('GPSDateStamp') ?? '').trim())
  const time = numbersOf(exif.get('GPSTimeStamp'))
  if (!day || time === null) return null
  const [hours = 0, minutes = 0, seconds = 0] = time
  const utcMs = Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3]))
  return utcMs + ((hours * 60 + minutes) * 60 + seconds) * 1_000
}

function numbersOf(value: unknown): number[] | null {
  const values: unknown[] = Array.isArray(value) ? value : [value]
  const numbers = values.slice(0, 3).flatMap((each) => numberOf(each) ?? [])
  return numbers.length === Math.min(3, values.length) ? numbers : null
}
