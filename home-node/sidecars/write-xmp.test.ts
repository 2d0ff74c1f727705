import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { fileWritingsSchema } from '#contracts/home-node'
import { readSidecar } from './read-sidecar.ts'
import { writeXmp } from './write-xmp.ts'

const exifr: typeof import('exifr') = createRequire(import.meta.url)('exifr')
const file = { fileId: 'fil_01ARZ3NDEKTSV4RRFFQ69G5FAV', sha256: 'a'.repeat(64), name: 'a.jpg' }
const writings = (edited: object, tags: string[] = [], name = 'a.jpg') =>
  fileWritingsSchema.parse({ ...file, name, edited, tags })
const bytesOf = (text: string | null) => Buffer.from(text ?? '')

it('what people wrote is read back the same, by the reader of pictures', async () => {
  const edited = {
    ...{ takenAt: '2019-08-12T17:30:05', takenZone: -570, rating: 4 },
    ...{
      latitude: -46.5197001,
      longitude: 0.0000004,
      description: 'By the lake,\n<we> & "they" 🏖',
    },
  }
  const read = await readSidecar(bytesOf(writeXmp(writings(edited, ['été', 'a & b']))))
  expect(read).toMatchObject({
    ...{ takenAt: '2019-08-12T17:30:05', takenZone: -570, rating: 4 },
    ...{ latitude: -46.5197001, description: edited.description, keywords: ['été', 'a & b'] },
  })
  expect(read.longitude).toBeCloseTo(0, 6)
})

it('title, place and tags stand where photo programs look', async () => {
  const text = writeXmp(writings({ placeName: 'Évian, les Bains, France' }, ['x'], '<b>.jpg'))
  const found = await exifr.sidecar(bytesOf(text), { xmp: true, mergeOutput: false }, 'xmp')
  expect(found).toMatchObject({
    dc: { title: { value: '&lt;b&gt;.jpg' }, subject: 'x' },
    photoshop: { City: 'Évian, les Bains', Country: 'France' },
    lr: { hierarchicalSubject: 'x' },
  })
})

it('who wrote nothing gets no sidecar, and the same writings the same one', () => {
  expect(writeXmp(writings({}))).toBe(null)
  const one = writeXmp(writings({ rating: 0 }, ['a', 'b']))
  expect(writeXmp(writings({ rating: 0 }, ['a', 'b']))).toBe(one)
  expect(one).toContain('<xmp:Rating>0</xmp:Rating>')
})

it.each([[0], [-0], [90], [-90], [12.9999999999], [59.99999999 / 60], [-179.9999999]])(
  'a longitude of %s comes back to a tenth of a metre',
  async (longitude) => {
    const read = await readSidecar(bytesOf(writeXmp(writings({ latitude: 1, longitude }))))
    expect(read.longitude).toBeCloseTo(longitude, 6)
  },
)

it.each(['\u0000\u0001\u000b', '\ud800 lone', ']]>', '<!DOCTYPE x>', '\ufffe', '&amp;lt;'])(
  'no text breaks the document: %j',
  async (text) => {
    const xmp = writeXmp(writings({ description: text, rating: 5 }, [`${text}x`])) ?? ''
    expect((await readSidecar(Buffer.from(xmp))).rating).toBe(5)
    const wrong = ['<!', '\u0000', '\u000b', '\ud800', '\ufffe'].filter((each) =>
      xmp.includes(each),
    )
    expect(wrong).toEqual([])
  },
)
