import { expect, it } from 'vitest'
import { learnJsonNames } from './takeout-names.ts'

const long = '20190812_153000_a picture with a very long name of mine'
const cases: [promise: string, picture: string, json: string, pictures?: string[]][] = [
  ['the old form', 'IMG_1.jpg', 'IMG_1.jpg.json'],
  ['the form since 2024', 'IMG_1.jpg', 'IMG_1.jpg.supplemental-metadata.json'],
  [
    'a suffix that is cut',
    'IMG_20190812_153000_001.jpg',
    'IMG_20190812_153000_001.jpg.supplemental-metad.json',
  ],
  ['a suffix cut to its dot', `${long.slice(0, 41)}.jpg`, `${long.slice(0, 41)}.jpg.json`],
  ['a name that is cut', `${long.slice(0, 47)}.jpg`, `${long.slice(0, 46)}.json`],
  ['a number after the extension', 'IMG_1(2).jpg', 'IMG_1.jpg(2).json'],
  ['a number after the suffix', 'IMG_1(2).jpg', 'IMG_1.jpg.supplemental-metadata(2).json'],
  ['an edited picture', 'IMG_1-edited.jpg', 'IMG_1.jpg.supplemental-metadata.json'],
  ['an edited picture in German', 'IMG_1-bearbeitet(1).jpg', 'IMG_1.jpg(1).json'],
  ['the film of a moving picture', 'IMG_1.MP4', 'IMG_1.HEIC.json', ['IMG_1.HEIC']],
  ['an edited picture of another kind', 'IMG_1-edited.jpg', 'IMG_1.HEIC.json', ['IMG_1.HEIC']],
  ['a title without extension', 'IMG_1.jpg', 'IMG_1.json'],
  ['another case of the extension', 'IMG_1.JPG', 'IMG_1.jpg.json'],
]

it.each(cases)('%s is found', (_, picture, json, pictures = []) => {
  const names = learnJsonNames([json, 'metadata.json', 'IMG_10.jpg.json'], [picture, ...pictures])
  expect(names.of(picture)).toBe(json)
})

it('a picture gets the JSON of its own number and no other', () => {
  const names = learnJsonNames(
    ['IMG_1.jpg.json', 'IMG_1.jpg(1).json'],
    ['IMG_1.jpg', 'IMG_1(1).jpg'],
  )
  expect(names.of('IMG_1.jpg')).toBe('IMG_1.jpg.json')
  expect(names.of('IMG_1(1).jpg')).toBe('IMG_1.jpg(1).json')
  expect(names.of('IMG_1(2).jpg')).toBe(null)
  expect(names.of('IMG_2.jpg')).toBe(null)
})
