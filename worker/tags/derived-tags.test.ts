import { expect, it } from 'vitest'
import { readMetadataSchema } from '#contracts/metadata'
import { tagsFromMetadata, tagsFromText } from './derived-tags.ts'

const night = { takenAt: '2024-05-31T23:10:00', exposureSeconds: 0.5, fNumber: 1.8, iso: 800 }

const cases: [string, object, object, string[]][] = [
  ['a screenshot by name', { name: 'Screenshot_20240102.png' }, {}, ['screenshot']],
  ['one of a Mac in German', { name: 'Bildschirmfoto 2024.png' }, {}, ['screenshot']],
  ['a name that only has it later', { name: 'my screenshot.png' }, {}, []],
  ['a camera’s picture called so', { name: 'Screenshot.jpg' }, { camera: 'X-T5' }, []],
  ['a long picture of a camera', { width: 9_000, height: 2_500 }, { camera: 'X-T5' }, ['panorama']],
  ['one that stands', { width: 1_500, height: 6_000 }, { camera: 'X-T5' }, ['panorama']],
  ['a long picture of nobody knows what', { width: 9_000, height: 2_500 }, {}, []],
  ['a small strip', { width: 900, height: 90 }, { camera: 'X-T5' }, []],
  ['little light late in the day', {}, night, ['night']],
  ['little light at noon', {}, { ...night, takenAt: '2024-05-31T12:10:00' }, []],
  ['a lit room at night', {}, { ...night, exposureSeconds: 1 / 60 }, []],
  ['a flash at night', {}, { ...night, flash: true }, []],
  ['a night that says nothing of light', {}, { takenAt: night.takenAt }, []],
]

it.each(cases)('%s is told by what the file says', (_, file, read, labels) => {
  const known = { name: 'DSC_1.jpg', width: 4_000, height: 3_000, ...file }
  const { camera = null, ...metadata }: { camera?: string | null } = read
  const tags = tagsFromMetadata(known, { ...readMetadataSchema.parse(metadata), camera })
  expect(tags.map(({ label }) => label)).toEqual(labels)
})

it.each([
  ['much text, read well', 'word '.repeat(80), 0.9, ['document']],
  ['much text, read badly', 'word '.repeat(80), 0.4, []],
  ['a sign', 'No entry', 0.99, []],
  ['much of nothing', '- '.repeat(500), 0.9, []],
])('%s is a document or not', (_, text, confidence, labels) => {
  const tags = tagsFromText({ text, confidence, engine: 'reader-1' })
  expect(tags.map(({ label, engine }) => `${label} ${engine}`)).toEqual(
    labels.map((label) => `${label} reader-1`),
  )
})

it('nothing read is no document', () => {
  expect(tagsFromText(null)).toEqual([])
})
