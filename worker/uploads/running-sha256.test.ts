import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { RunningSha256 } from './running-sha256.ts'

const bytes = Uint8Array.from({ length: 1_000 }, (_, index) => (index * 7 + (index >> 3)) & 255)
const expected = createHash('sha256').update(bytes).digest('hex')

it('is the SHA-256 of the whole, wherever it was saved and taken up again', () => {
  for (let cut = 0; cut <= bytes.length; cut++) {
    const first = RunningSha256.restore(null)
    first.update(bytes.subarray(0, cut))
    const second = RunningSha256.restore(first.save())
    second.update(bytes.subarray(cut))
    expect(second.hex()).toBe(expected)
  }
})

it('is the SHA-256 of every length around the edges of a block', () => {
  for (let length = 0; length < 300; length++) {
    const hash = RunningSha256.restore(null)
    hash.update(bytes.subarray(0, length))
    expect(hash.hex()).toBe(createHash('sha256').update(bytes.subarray(0, length)).digest('hex'))
  }
})

it('is the SHA-256 of megabytes in chunks of any size', () => {
  const many = new Uint8Array(3_000_000)
  for (let start = 0; start < many.length; start += 65_536) {
    crypto.getRandomValues(many.subarray(start, start + 65_536))
  }
  const hash = RunningSha256.restore(null)
  for (
    let start = 0, size = 1;
    start < many.length;
    start += size, size = (size * 5 + 3) % 99_991
  ) {
    hash.update(many.subarray(start, start + size))
  }
  expect(hash.hex()).toBe(createHash('sha256').update(many).digest('hex'))
})

it('counts past four gigabytes', () => {
  const saved = RunningSha256.restore(null).save()
  new DataView(saved.buffer).setBigUint64(32, 64n * 2n ** 30n)
  expect(RunningSha256.restore(saved).save()).toEqual(saved)
})

it.each([0, 39, 41, 104])('takes %i bytes for no state', (length) => {
  expect(() => RunningSha256.restore(new Uint8Array(length))).toThrow('not the state')
})
