import { expect, it } from 'vitest'
import { strengthOf } from './password-strength.ts'

it('says how many characters are missing until there are enough', () => {
  expect(strengthOf('', []).sentence).toContain('At least 8')
  expect(strengthOf('abcde', [])).toEqual({ level: 0, sentence: '3 more, then it is long enough.' })
})

it.each([
  ['aaaaaaaaaaaa', 1],
  ['12341234', 1],
  ['sunshine', 1],
  ['tall-garden4', 2],
  ['correct horse battery', 3],
  ['überraschung-im-garten', 3],
])('takes %s for a password of level %i', (password, level) => {
  expect(strengthOf(password, []).level).toBe(level)
})

it('warns of a password that holds the own name', () => {
  expect(strengthOf('Grace-grace-2026', ['grace']).level).toBe(1)
  expect(strengthOf('a fine long password', ['a', '']).level).toBe(3)
})
