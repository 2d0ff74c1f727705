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
