import { expect, it } from 'vitest'
import { sha256Schema } from '#contracts/ids'
import { makeAtHand } from './at-hand.ts'

const hash = (letter: string) => sha256Schema.parse(letter.repeat(64))

it('originals at hand are handed over once, and the oldest make room', () => {
  const atHand = makeAtHand(10)
  atHand.keep(hash('a'), new Uint8Array(4))
  atHand.keep(hash('a'), new Uint8Array(4))
  atHand.keep(hash('b'), new Uint8Array(6))
  expect([atHand.has(hash('a')), atHand.has(hash('b'))]).toEqual([true, true])
  atHand.keep(hash('c'), new Uint8Array(1))
  expect(atHand.has(hash('a'))).toBe(false)
  expect(atHand.take(hash('b'))).toHaveLength(6)
  expect(atHand.take(hash('b'))).toBeNull()
  atHand.keep(hash('d'), new Uint8Array(11))
  expect([atHand.has(hash('c')), atHand.has(hash('d'))]).toEqual([false, false])
})
