import { describe, expect, it } from 'vitest'
import {
  durationWords,
  exposureLine,
  mapAddress,
  placeWords,
  saidBy,
  tagOf,
  tagsShown,
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

describe('the tags of a file', () => {
  const said = (label: string, probability: number, engine: string) => ({
    ...{ label, probability, engine },
  })

  it('are each shown once, those by hand first and then by how sure engines are', () => {
    const shown = tagsShown([
      said('dog', 0.5, 'coco-1'),
      said('lawn', 0.6, 'clip@1/labels'),
      said('dog', 0.8, 'clip@1/labels'),
      said('rex', 1, 'hand'),
      said('rex', 0.3, 'coco-1'),
    ])
    expect(shown.map((tag) => [tag.label, tag.probability, saidBy(tag)])).toEqual([
      ['rex', 1, 'by hand, found by coco-1 (30 % sure)'],
      ['dog', 0.8, 'found by clip@1/labels (80 % sure) and coco-1 (50 % sure)'],
      ['lawn', 0.6, 'found by clip@1/labels (60 % sure)'],
    ])
  })

  it('by hand alone name no engine', () => {
    expect(tagsShown([said('rex', 1, 'hand')]).map(saidBy)).toEqual(['by hand'])
    expect(tagsShown([said('rex', 1, 'keywords')]).map(saidBy)).toEqual([
      'a keyword of the original',
    ])
  })
})
