import type { FileWritings } from '#contracts/home-node'

const namespaces = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  dc: 'http://purl.org/dc/elements/1.1/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  lr: 'http://ns.adobe.com/lightroom/1.0/',
}

/**
 * What people wrote about a file as an XMP document, by the XMP specification (ISO 16684-1) and the
 * names that photo programs read. Null when they wrote nothing. The same writings give the same text.
 *
 * | written | as |
 * |---|---|
 * | time | exif:DateTimeOriginal, photoshop:DateCreated, with the zone when it is known |
 * | coordinates | exif:GPSLatitude and exif:GPSLongitude: `46,31.182000N` |
 * | place | photoshop:City, photoshop:Country when it is `Town, Country` |
 * | description | dc:description; empty when they said that there is none |
 * | stars | xmp:Rating; 0 when they said that there are none |
 * | tags by hand | dc:subject, lr:hierarchicalSubject |
 * | name of the file | dc:title |
 */
export function writeXmp({ name, edited, tags }: FileWritings): string | null {
  if (Object.keys(edited).length === 0 && tags.length === 0) return null
  const { takenAt, takenZone, latitude, longitude, placeName, description, rating } = edited
  const properties = [
    alternative('dc:title', name),
    ...(description === undefined ? [] : [alternative('dc:description', description)]),
    ...(tags.length === 0 ? [] : [bag('dc:subject', tags), bag('lr:hierarchicalSubject', tags)]),
    ...(rating === undefined ? [] : [simple('xmp:Rating', String(rating))]),
    ...(takenAt === undefined ? [] : timesOf(takenAt + zoneText(takenZone))),
    ...(latitude === undefined ? [] : [simple('exif:GPSLatitude', degrees(latitude, 'NS'))]),
    ...(longitude === undefined ? [] : [simple('exif:GPSLongitude', degrees(longitude, 'EW'))]),
    ...(placeName === undefined ? [] : placeOf(placeName)),
  ]
  const declared = Object.entries(namespaces).flatMap(([prefix, address]) =>
    prefix === 'rdf' ? [] : [`    xmlns:${prefix}="${address}"`],
  )
  return [
    '<?xpacket begin="\u{feff}" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="CloudVault">',
    ` <rdf:RDF xmlns:rdf="${namespaces.rdf}">`,
    '  <rdf:Description rdf:about=""',
    `${declared.join('\n')}>`,
    ...properties.map((property) => `   ${property}`),
    '  </rdf:Description>',
    ' </rdf:RDF>',
    '</x:xmpmeta>',
    '<?xpacket end="w"?>\n',
  ].join('\n')
}

const simple = (name: string, value: string) => `<${name}>${escapeXml(value)}</${name}>`
const items = (values: string[]) =>
  values.map((value) => `<rdf:li>${escapeXml(value)}</rdf:li>`).join('')
const bag = (name: string, values: string[]) =>
  `<${name}><rdf:Bag>${items(values)}</rdf:Bag></${name}>`
const alternative = (name: string, value: string) =>
  `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(value)}</rdf:li></rdf:Alt></${name}>`

const timesOf = (time: string) => [
  simple('exif:DateTimeOriginal', time),
  simple('photoshop:DateCreated', time),
]

/** Nothing when it is not known: XMP then means the clock on the wall. */
function zoneText(minutes: number | undefined): string {
  if (minutes === undefined) return ''
  const two = (value: number) => String(value).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}:${two(size % 60)}`
}

/** Degrees and minutes; six decimals of a minute are two millimetres. */
function degrees(value: number, [positive, negative]: string): string {
  const millionths = Math.round(Math.abs(value) * 60e6)
  const whole = Math.trunc(millionths / 60e6)
  const minutes = ((millionths - whole * 60e6) / 1e6).toFixed(6)
  return `${whole},${minutes}${value < 0 ? negative : positive}`
}

function placeOf(placeName: string): string[] {
  const at = placeName.lastIndexOf(', ')
  if (at < 1) return [simple('photoshop:City', placeName)]
  const [city, country] = [placeName.slice(0, at), placeName.slice(at + 2)]
  return [simple('photoshop:City', city), simple('photoshop:Country', country)]
}

const escapes = new Map(Object.entries({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }))

/** Without what XML 1.0 cannot hold at all. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (sign) => escapes.get(sign) ?? sign)
}
