import { describe, expect, it } from 'vitest'
import { fileIdSchema, spaceIdSchema } from '#contracts/ids'
import { fileAddress, listAddress, readAddress } from './addresses.ts'

const id = fileIdSchema.parse('fil_01M7Y8GAW92WDN3W7WXYXRT8G0')
const space = spaceIdSchema.parse('spc_01M7Y8GAW92WDN3W7WXYXRT8G0')

describe.each([null, space])('in the space %s', (of) => {
  it.each(['library', 'trash', 'archive'] as const)(
    'an address of the %s leads back to what it was made of',
    (kind) => {
      const place = { kind, space: of }
      expect(readAddress(listAddress(place))).toEqual({ ...place, openId: null })
      expect(readAddress(fileAddress(place, id))).toEqual({ ...place, openId: id })
    },
  )
})

it('the personal space has the short addresses', () => {
  expect(listAddress({ kind: 'library', space: null })).toBe('/')
  expect(listAddress({ kind: 'trash', space: null })).toBe('/trash')
})

it('favourites are of every space, and have one address', () => {
  const place = { kind: 'favorites', space } as const
  expect(listAddress(place)).toBe('/favorites')
  expect(readAddress(fileAddress(place, id))).toEqual({ ...place, space: null, openId: id })
})

it.each([null, space])(
  'the order of the library goes along to its files, in the space %s',
  (of) => {
    const place = { kind: 'library', space: of, sorting: 'name-asc' } as const
    for (const [address, openId] of [
      [listAddress(place), null],
      [fileAddress(place, id), id],
    ] as const) {
      const { pathname, search } = new URL(address, 'http://vault')
      expect(readAddress(pathname, search)).toEqual({ ...place, openId })
    }
  },
)

it.each(['?sort=', '?sort=name', '?sort=name-up', '?page=2'])('%s is no order', (search) => {
  expect(readAddress('/', search)).toEqual({ kind: 'library', space: null, openId: null })
})

it.each([
  '/photo/',
  '/photo/x',
  `/photo/${id}/more`,
  '/trashy',
  '/archive/x',
  '/setup',
  '/trash/photo',
  '/spaces',
  `/spaces/${space}`,
  `/spaces/${space}/`,
  `/spaces/${space}/library/photo/${id}`,
  `/spaces/${space}/photo/x`,
  `/spaces/${space}/members`,
  `/spaces/${space}/favorites`,
  '/spaces/x/library',
])('%s is no address of a list', (path) => {
  expect(readAddress(path)).toBeNull()
})
