/* Values as cameras and programs write them, made into what we say. All of them may be anything. */

/** `2012:08:05 11:39:59` as ISO without a zone; null for blank, zero or impossible times. */
export function wallClock(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const parts = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?/.exec(value.trim())
  if (!parts) return null
  const [, year, month, day, hour, minute, second = '00'] = parts
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  const time = new Date(`${text}Z`)
  const isReal = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text)
  return isReal && Number(year) > 0 ? text : null
}

/** The zone at the end of `+02:00` or `2023-09-27T14:32:53+02:00` in minutes east of UTC. */
export function zoneMinutes(value: unknown): number | null {
  if (typeof value !== 'string') return null
  if (/:\d\d(\.\d+)?Z$/.test(value.trim())) return 0
  const parts = /(?:^|:\d\d(?:\.\d+)?)([+-])(\d\d):(\d\d)$/.exec(value.trim())
  if (!parts) return null
  const minutes = Number(parts[2]) * 60 + Number(parts[3])
  if (minutes > 18 * 60 || Number(parts[3]) > 59) return null
  return parts[1] === '-' && minutes > 0 ? -minutes : minutes
}

/** `Canon` and `Canon EOS R5` are one name; so are `NIKON CORPORATION` and `NIKON D750`. */
export function cameraName(make: unknown, model: unknown): string | null {
  const textual = (value: unknown) => (typeof value === 'string' ? (textOf(value, 99) ?? '') : '')
  const [maker, name] = [textual(make), textual(model)]
  const brand = maker.split(' ')[0]?.toLowerCase() ?? ''
  const saysBrand = brand !== '' && name.toLowerCase().split(' ')[0] === brand
  const camera = (saysBrand ? name : `${maker} ${name}`).trim().slice(0, 200)
  return camera === '' ? null : camera
}

/**
 * Text on one line (or on its own lines), without controls; null for none. An alternative of
 * languages is its first, a list is its first.
 */
export function textOf(value: unknown, maxLength: number, form?: 'lines'): string | null {
  if (Array.isArray(value)) return textOf(value[0], maxLength, form)
  if (typeof value === 'object' && value && 'value' in value) {
    return textOf(value.value, maxLength, form)
  }
  if (typeof value === 'number') return String(value).slice(0, maxLength)
  if (typeof value !== 'string') return null
  const bounded = withoutEntities(value.slice(0, maxLength * 2)).toWellFormed()
  const tidy =
    form === 'lines'
      ? bounded.replace(/\r\n?/g, '\n').replace(/[^\P{C}\n\t]/gu, '')
      : bounded.replace(/[\p{C}\s]+/gu, ' ')
  const text = tidy.trim().slice(0, maxLength).trim()
  return text === '' ? null : text
}

/** All texts of a list, or the one that there is. */
export function textsOf(value: unknown, maxLength: number): string[] {
  const values: unknown[] = Array.isArray(value) ? value.slice(0, 200) : [value]
  return values.flatMap((each) => textOf(each, maxLength) ?? [])
}

const entities = new Map(
  Object.entries({ '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' }),
)

/** The five that XML itself knows, and no others. */
function withoutEntities(text: string): string {
  return text.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities.get(entity) ?? entity)
}

/** A number that is one, also where a program wrote it as text. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

export function positive(value: unknown, most: number): number | null {
  const number = numberOf(value)
  return number !== null && number > 0 && number <= most ? number : null
}
