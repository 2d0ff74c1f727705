import { expect, it } from 'vitest'
import { failureWords, makerWords, msWords } from './transforms-words.ts'

it('figures are told in words, and a new code is not kept back', () => {
  expect([msWords(48.4), msWords(2_340)]).toEqual(['48 ms', '2.3 s'])
  expect([makerWords('edge'), makerWords('moon')]).toEqual(['Cloudflare Images', 'moon'])
  expect(failureWords('unheard_of')).toBe('It was refused')
})
