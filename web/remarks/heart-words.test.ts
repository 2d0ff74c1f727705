import { expect, it } from 'vitest'
import { heartWords } from './heart-words.ts'

it('names some of the others who like it, and counts the rest', () => {
  expect(heartWords({ count: 1, isOwn: true, by: [] })).toBe('')
  expect(heartWords({ count: 3, isOwn: true, by: ['ada', 'bo'] })).toBe('ada and bo')
  const by = ['ada', 'bo', 'cy', 'di', 'ed']
  expect(heartWords({ count: 25, isOwn: false, by })).toBe('ada, bo, cy and 22 more')
})
