import { expect, it } from 'vitest'
import { fileIdSchema } from '#contracts/ids'
import { fileAddress, listAddress, readAddress } from './addresses.ts'

const id = fileIdSchema.parse('fil_01M7Y8GAW92WDN3W7WXYXRT8G0')

it.each(['library', 'trash'] as const)(
  'an address of the %s leads back to what it was made of',
  (kind) => {
    expect(readAddress(listAddress(kind))).toEqual({ kind, openId: null })
    expect(readAddress(fileAddress(kind, id))).toEqual({ kind, openId: id })
  },
)

it.each(['/photo/', '/photo/x', `/photo/${id}/more`, '/trashy', '/setup', '/trash/photo'])(
  '%s is no address of the library',
  (path) => {
    expect(readAddress(path)).toBeNull()
  },
)
