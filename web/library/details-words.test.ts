import { describe, expect, it } from 'vitest'
import {
  durationWords,
  exposureLine,
  mapAddress,
  placeWords,
  tagOf,
  takenWords,
  zones,
  zoneWords,
} from './details-words.ts'

const nothing = { exposureSeconds: null, fNumber: null, iso: null, focalLengthMm: null }

describe('how a picture was taken', () => {
  it('reads like a camera says it, with what is known', () => {
    const all = { exposureSeconds: 1 / 250, fNumber: 2.8, iso: 100, focalLengthMm: 35 }
    expect(exposureLine(all)).toBe('1/250 s · f/2.8 · ISO 100 · 35 mm')
    expect(exposureLine({ ...nothing, exposureSeconds: 0.5, fNumber: 8 })).toBe('0.5 s · f/8')
    expect(exposureLine({ ...nothing, exposureSeconds: 30 })).toBe('30 s')
    expect(exposureLine({ ...nothing, exposureSeconds: 0.01666 })).toBe('1/60 s')
    expect(exposureLine(nothing)).toBeNull()
  })

  it('tells the clock and its zone, if there is one', () => {
    expect(takenWords('2024-05-31T14:03:22', 120)).toMatch(/31 May 2024 at 14:03, UTC\+02:00$/)
    expect(takenWords('2024-05-31T14:03:22', 0)).toMatch(/14:03, UTC$/)
    expect(takenWords('2024-05-31T14:03:22', null)).toMatch(/14:03$/)
    expect(zoneWords(-210)).toBe('−03:30')
  })

  it('has every zone once, in order', () => {
    expect(zones).toContain(345)
    expect(zones[0]).toBe(-720)
    expect(zones.at(-1)).toBe(840)
    expect(new Set(zones).size).toBe(zones.length)
  })

  it('tells the place by the sides of the earth, and where a map has it', () => {
    expect(placeWords(-33.8568, 151.2153)).toBe('33.8568° S, 151.2153° E')
    expect(mapAddress(-33.8568, 151.2153)).toBe(
      'https://www.openstreetmap.org/?mlat=-33.85680&mlon=151.21530#map=14/-33.85680/151.21530',
    )
  })

  it('tells how long a film is', () => {
    expect([durationWords(4_300), durationWords(187_000), durationWords(3_729_000)]).toEqual([
      '0:04',
      '3:07',
      '1:02:09',
    ])
  })
})

describe('a tag by hand', () => {
  it.each([
    ['  Summer   House ', 'summer house'],
    ['#Garden', 'garden'],
    ['ＦＵＬＬ', 'full'],
    ['a\u200bb', 'ab'],
    ['  ', null],
    ['x'.repeat(200), 'x'.repeat(80)],
  ])('%j is kept as %j', (typed, kept) => {
    expect(tagOf(typed)).toBe(kept)
  })
})
