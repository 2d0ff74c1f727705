import { expect, it } from 'vitest'
import type { ObjectFound } from '#contracts/found'
import { lookedWords, lookingWords, objectWords } from './found-words.ts'

const box = { left: 0, top: 0, width: 1, height: 1 }
const car: ObjectFound = {
  ...{ label: 'car', probability: 0.87, engine: 'centernet@1', box },
  ...{ colours: ['red', 'white'], atMs: null },
}

it('an object is named with its colours, and with its time in a film', () => {
  expect(objectWords(car)).toBe('red and white car, 87 %')
  expect(objectWords({ ...car, colours: [], atMs: 12_000 })).toBe('car, 87 %, at 0:12')
})

it('what becomes of the looking is said until it is done', () => {
  const never = { lookedAt: null }
  const before = { lookedAt: '2026-11-21T10:00:00.000Z' }
  expect(lookingWords(never, undefined)).toBe('Nothing has looked at it yet.')
  expect(lookingWords(before, undefined)).toBeNull()
  expect(lookingWords(before, { state: 'running', note: null })).toBe(
    'It is being looked at again now.',
  )
  expect(lookingWords(never, { state: 'failed', note: 'The preview cannot be read.' })).toBe(
    'It could not be looked at: The preview cannot be read.',
  )
})

it('the engines that looked are named, nothing before they did', () => {
  const nothing = { objects: [], text: null, looked: [], lookedAt: null }
  expect(lookedWords(nothing)).toBeNull()
  const looked = ['centernet@1', 'tesseract@7']
  expect(lookedWords({ ...nothing, looked, lookedAt: '2026-11-21T10:00:00.000Z' })).toMatch(
    /^Looked at by centernet@1 and tesseract@7, /,
  )
})
