import { beforeEach, expect, it } from 'vitest'
import { fileIdSchema } from '#contracts/ids'
import { choose, chooseAll, chooseNothing, chosen } from './selection.ts'

const ids = [...'ABCDE'].map((end) => fileIdSchema.parse(`fil_01M7Y8GAW92WDN3W7WXYXRT8G${end}`))
const [a, b, c, d] = ids as [(typeof ids)[0], (typeof ids)[0], (typeof ids)[0], (typeof ids)[0]]
const order = () => ids

beforeEach(chooseNothing)

it('a range goes from the last one chosen, either way', () => {
  choose(d, false, order)
  choose(b, true, order)
  expect([...chosen.value].sort()).toEqual([b, c, d])
})

it('choosing again lets go', () => {
  choose(a, false, order)
  choose(a, false, order)
  expect(chosen.value.size).toBe(0)
})

it('a day is chosen as a whole, and let go as a whole', () => {
  choose(a, false, order)
  chooseAll([a, b])
  expect([...chosen.value]).toEqual([a, b])
  chooseAll([a, b])
  expect(chosen.value.size).toBe(0)
})
