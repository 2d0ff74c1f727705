import exifr from 'exifr'

export interface ShutterFacts {
  /** Local wall-clock time without a zone, `2024-05-31T14:03:22`. */
  takenAt: string | null
  /** Make and model in one, `SONY DSLR-A550`, the make not said twice. */
  camera: string | null
}

/** More than this of an EXIF block is not looked at: maker notes may be many megabytes. */
const maxExifBytes = 1_000_000

/**
 * Reads when and with what a picture was taken from its raw EXIF block. Only these few tags are
 * followed: maker notes, thumbnails and XMP are never parsed, so neither loops nor exploding
 * documents in them matter. Broken EXIF gives nulls; this never rejects.
 */
export async function readShutterFacts(exif: Uint8Array | null): Promise<ShutterFacts> {
  if (!exif) return { takenAt: null, camera: null }
  try {
    const found: unknown = await exifr.parse(tiffBlock(exif), {
      pick: ['Make', 'Model', 'DateTimeOriginal', 'CreateDate'],
      reviveValues: false,
      translateValues: false,
    })
    const tags = new Map(typeof found === 'object' && found ? Object.entries(found) : [])
    return {
      takenAt: wallClock(tags.get('DateTimeOriginal')) ?? wallClock(tags.get('CreateDate')),
      camera: cameraName(tags.get('Make'), tags.get('Model')),
    }
  } catch {
    return { takenAt: null, camera: null }
  }
}

/** JPEG puts `Exif\0\0` before the TIFF block, the other formats do not. */
function tiffBlock(exif: Uint8Array): Uint8Array {
  const hasPrefix = new TextDecoder('latin1').decode(exif.subarray(0, 4)) === 'Exif'
  return exif.slice(hasPrefix ? 6 : 0, maxExifBytes)
}

/** `2012:08:05 11:39:59` as ISO without a zone; null for blank, zero or impossible times. */
export function wallClock(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const parts = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(value.trim())
  if (!parts) return null
  const [, year, month, day, hour, minute, second] = parts
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  const time = new Date(`${text}Z`)
  const isReal = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text)
  return isReal && Number(year) > 0 ? text : null
}

/** `Canon` and `Canon EOS R5` are one name; so are `NIKON CORPORATION` and `NIKON D750`. */
export function cameraName(make: unknown, model: unknown): string | null {
  const [maker, name] = [tidy(make), tidy(model)]
  const brand = maker.split(' ')[0]?.toLowerCase() ?? ''
  const saysBrand = brand !== '' && name.toLowerCase().split(' ')[0] === brand
  const camera = (saysBrand ? name : `${maker} ${name}`).trim().slice(0, 200)
  return camera === '' ? null : camera
}

function tidy(value: unknown): string {
  if (typeof value !== 'string') return ''
  const printable = value.slice(0, 200).replace(/[\p{C}\s]+/gu, ' ')
  return printable.trim().slice(0, 99)
}
