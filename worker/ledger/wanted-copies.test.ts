import { expect, it } from 'vitest'
import { diskIdSchema } from '#contracts/ids'
import { keepingOf, readWants } from './wanted-copies.ts'

const id = (letter: string) => diskIdSchema.parse(`dsk_01ARZ3NDEKTSV4RRFFQ69G5FA${letter}`)
const disk = (letter: string, state: string, freeBytes: number) => ({
  ...{ id: id(letter), state, freeBytes },
})

it('says whether copies are as wanted, too few, or too few for want of room', () => {
  const disks = [disk('A', 'ok', 900), disk('B', 'full', 0)]
  const at = (...places: string[]) => new Set(places)
  const keeping = (wants: string, places: Set<string>, sizeBytes = 100) =>
    keepingOf(readWants(wants), places, { disks, sizeBytes, isTiered: false })
  expect(keeping('', at('r2', id('A'), id('B')))).toBe('as_wanted')
  expect(keeping('', at('r2', id('A')))).toBe('no_room')
  expect(keeping('', at('r2', id('B')))).toBe('short')
  expect(keeping('', at('r2', id('B')), 1_000)).toBe('no_room')
  expect(keeping('1|1|', at('r2', id('B')))).toBe('as_wanted')
  expect(keeping('1|1|', at(id('B')))).toBe('short')
  expect(keeping('1|0|', at(id('B')))).toBe('as_wanted')
  expect(keeping(`1|0|${id('B')}`, at('r2', id('A')))).toBe('no_room')
})
