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
    { q: 'dog & "red car" -tag:100%', space: null, folder: null },
    { q: 'dog', space, folder: null },
    { q: 'dog', space: null, folder },
  ]
  for (const place of places) {
    expect(reread(searchAddress(place))).toEqual({ ...place, openId: null })
    expect(reread(foundFileAddress(place, file))).toEqual({ ...place, openId: file })
  }
})

it('what is no id is no place to search in, and what is no search is none', () => {
  expect(reread('/search?q=dog&space=x&folder=y')).toEqual({
    ...{ q: 'dog', space: null, folder: null, openId: null },
  })
  expect(reread('/searching?q=dog')).toBeNull()
  expect(reread('/')).toBeNull()
})
