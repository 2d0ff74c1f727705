import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { ingestResultSchema } from '#contracts/jobs'
import { ingestPicture } from './ingest.ts'
import { readMetadata } from './metadata.ts'
import { zoneMinutes } from './metadata-values.ts'
import { nameOfPlace } from './places.ts'
import { blackPng } from './sample-pictures.ts'

type Exif = Record<string, Record<string, string>>

async function ingest(exif: Exif, xmp?: string) {
  const opened = sharp(blackPng(40, 30)).jpeg().withExif(exif)
  const bytes = await (xmp === undefined ? opened : opened.withXmp(xmp)).toBuffer()
  return (await ingestPicture(bytes, { mimeType: 'image/jpeg' })).result
}

const document = (properties: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
    ${properties}</rdf:Description></rdf:RDF></x:xmpmeta>`

const shot = {
  IFD0: { Make: 'Acme', Model: 'Acme One', ImageDescription: 'By the lake' },
  IFD2: {
    ...{ DateTimeOriginal: '2024:05:31 14:03:22', OffsetTimeOriginal: '+02:00' },
    ...{ ExposureTime: '1/250', FNumber: '28/10', ISOSpeedRatings: '400', FocalLength: '35/1' },
    ...{ Flash: '1', LensModel: 'Acme 35 mm' },
  },
  IFD3: {
    ...{ GPSLatitudeRef: 'N', GPSLatitude: '46/1 31/1 123/10' },
    ...{ GPSLongitudeRef: 'E', GPSLongitude: '6/1 34/1 56/10' },
    ...{ GPSAltitudeRef: '0', GPSAltitude: '495/1' },
  },
}

describe('what a picture says of itself', () => {
  it('is when, where, with what and of what it was taken', async () => {
    const result = await ingest(shot)
    expect(ingestResultSchema.parse(result)).toEqual(result)
    expect(result).toMatchObject({ camera: 'Acme One', takenAt: '2024-05-31T14:03:22' })
    expect(result.metadata).toMatchObject({
      ...{ takenAt: '2024-05-31T14:03:22', takenZone: 120, lens: 'Acme 35 mm' },
      ...{ exposureSeconds: 0.004, fNumber: 2.8, iso: 400, focalLengthMm: 35, flash: true },
      ...{ latitude: 46.5200833, longitude: 6.5682222, altitude: 495 },
      ...{ description: 'By the lake', rating: null, keywords: [] },
    })
    expect(result.metadata?.placeName).toMatch(/, Switzerland$/)
  })

  it('by XMP is its stars, keywords and description, the latter before that of EXIF', async () => {
    const list = '<rdf:li>Lake</rdf:li><rdf:li>Ducks &amp; swans</rdf:li><rdf:li>lake</rdf:li>'
    const text = '<rdf:Alt><rdf:li xml:lang="x-default">The lake at noon</rdf:li></rdf:Alt>'
    const result = await ingest(
      shot,
      document(`<xmp:Rating>4</xmp:Rating><dc:subject><rdf:Bag>${list}</rdf:Bag></dc:subject>
        <dc:description>${text}</dc:description>`),
    )
    expect(result.metadata).toMatchObject({
      ...{ rating: 4, keywords: ['lake', 'ducks & swans'], description: 'The lake at noon' },
    })
    expect(result.tags.filter(({ engine }) => engine === 'keywords')).toEqual([
      { label: 'lake', probability: 1, engine: 'keywords' },
      { label: 'ducks & swans', probability: 1, engine: 'keywords' },
    ])
  })

  it.each([
    ['a clock two hours ahead of the satellites', '12/1 3/1 20/1', 120],
    ['a fix that is an old one', '11/1 11/1 0/1', null],
    ['no time of day', undefined, null],
  ])('by %s tells its zone', async (_, time, zone) => {
    const { OffsetTimeOriginal: _said, ...exif } = shot.IFD2
    const stamp = { GPSDateStamp: '2024:05:31', ...(time && { GPSTimeStamp: time }) }
    const result = await ingest({ ...shot, IFD2: exif, IFD3: { ...shot.IFD3, ...stamp } })
    expect(result.metadata?.takenZone).toBe(zone)
  })

  it.each([
    ['0° 0°, which devices write that do not know', '0/1 0/1 0/1', '0/1 0/1 0/1'],
    ['a latitude of 95°', '95/1 0/1 0/1', '6/1 0/1 0/1'],
    ['a division by zero', '0/0 0/0 0/0', '0/0 0/0 0/0'],
  ])('is no place for %s', async (_, latitude, longitude) => {
    const place = { ...shot.IFD3, GPSLatitude: latitude, GPSLongitude: longitude }
    const { metadata } = await ingest({ ...shot, IFD3: place })
    expect(metadata).toMatchObject({ latitude: null, longitude: null, placeName: null })
  })

  it('is no description when a camera writes the same into every picture', async () => {
    const IFD0 = { ...shot.IFD0, ImageDescription: 'OLYMPUS DIGITAL CAMERA' }
    expect((await ingest({ ...shot, IFD0 })).metadata?.description).toBeNull()
  })
})

describe('an XMP block made to hurt', () => {
  const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(500)}">]>`
  it.each([
    ['entities that explode', laughs + document('<dc:title>&b;</dc:title>')],
    ['tags that never end', document('<rdf:li>'.repeat(100_000))],
    ['tags within tags', document('<rdf:Description>'.repeat(50_000))],
    ['two megabytes', document(`<dc:title>${'x'.repeat(2_000_000)}</dc:title>`)],
  ])('with %s is not looked at', async (_, xmp) => {
    const blocks = { exif: null, iptc: null, xmp: Buffer.from(xmp) }
    const { metadata } = await readMetadata(blocks)
    expect(metadata).toMatchObject({ description: null, rating: null, keywords: [] })
  })

  it('ends soon with as many tags as are looked at', async () => {
    const xmp = Buffer.from(document('<rdf:li>'.repeat(990) + '</rdf:li>'.repeat(990)))
    const { metadata } = await readMetadata({ exif: null, iptc: xmp, xmp })
    expect(metadata.keywords).toEqual([])
  })
})

describe('the name of a place', () => {
  it.each([
    [46.5197, 6.6323, 'Lausanne, Vaud, Switzerland'],
    [-33.8688, 151.2093, 'Sydney, New South Wales, Australia'],
    [64.1466, -21.9426, 'Reykjavík, Capital Region, Iceland'],
    [43.7, -79.42, 'Forest Hill South, Toronto, Ontario, Canada'],
    [35.01, 135.77, 'Kyoto, Japan'],
    [-16.85, 179.99, /, Fiji$/],
    [0, -140, null],
    [-90, 0, null],
  ])('at %d, %d is %s', async (latitude, longitude, name) => {
    const found = await nameOfPlace(latitude, longitude)
    if (name instanceof RegExp) expect(found).toMatch(name)
    else expect(found).toBe(name)
  })
})

it.each([
  ['+02:00', 120],
  ['-09:30', -570],
  ['2023-09-27T14:32:53+05:45', 345],
  ['2023-09-27T14:32:53.12Z', 0],
  ['+00:00', 0],
  ['+19:00', null],
  ['2023-09-27T14:32:53', null],
  ['2023-09-27', null],
  [7, null],
])('the zone in %j is %j', (text, minutes) => {
  expect(zoneMinutes(text)).toBe(minutes)
})
