import { expect, it } from 'vitest'
import { fileIdSchema, folderIdSchema, spaceIdSchema } from '#contracts/ids'
import { foundFileAddress, nothingAsked, readSearchAddress, searchAddress } from './addresses.ts'

const file = fileIdSchema.parse(`fil_${'0A'.repeat(13)}`)
const folder = folderIdSchema.parse(`fld_${'0B'.repeat(13)}`)
const space = spaceIdSchema.parse(`spc_${'0C'.repeat(13)}`)

function reread(address: string) {
  const { pathname, search } = new URL(address, 'http://vault')
  return readSearchAddress(pathname, search)
}

it('what is written into an address is read from it', () => {
  const places = [
    nothingAsked,
    { ...nothingAsked, q: 'dog & "red car" -tag:100%' },
    { ...nothingAsked, q: 'dog', space },
    { ...nothingAsked, q: 'dog', folder },
    { ...nothingAsked, like: file },
    { ...nothingAsked, q: 'dog', space, like: file },
  ]
  for (const place of places) {
    expect(reread(searchAddress(place))).toEqual({ ...place, openId: null })
    expect(reread(foundFileAddress(place, file))).toEqual({ ...place, openId: file })
  }
})

it('what is no id is no place to search in, and what is no search is none', () => {
  expect(reread('/search?q=dog&space=x&folder=y&like=z')).toEqual({
    ...{ ...nothingAsked, q: 'dog', openId: null },
  })
  expect(reread('/searching?q=dog')).toBeNull()
  expect(reread('/')).toBeNull()
})
