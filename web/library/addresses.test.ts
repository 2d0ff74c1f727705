import { describe, expect, it } from 'vitest'
import { fileIdSchema, spaceIdSchema } from '#contracts/ids'
import { fileAddress, listAddress, readAddress } from './addresses.ts'

const id = fileIdSchema.parse('fil_01M7Y8GAW92WDN3W7WXYXRT8G0')
const space = spaceIdSchema.parse('spc_01M7Y8GAW92WDN3W7WXYXRT8G0')

describe.each([null, space])('in the space %s', (of) => {
  it.each(['library', 'trash'] as const)(
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

it.each([
  '/photo/',
  '/photo/x',
  `/photo/${id}/more`,
  '/trashy',
  '/setup',
  '/trash/photo',
  '/spaces',
  `/spaces/${space}`,
  `/spaces/${space}/`,
  `/spaces/${space}/library/photo/${id}`,
  `/spaces/${space}/photo/x`,
  `/spaces/${space}/members`,
  '/spaces/x/library',
])('%s is no address of a list', (path) => {
  expect(readAddress(path)).toBeNull()
})
