import { describe, expect, it } from 'vitest'
import { fileIdSchema, folderIdSchema, spaceIdSchema } from '#contracts/ids'
import { fileInFolderAddress, folderAddress, readFolderAddress } from './addresses.ts'

const space = spaceIdSchema.parse('spc_01M7Y8GAW92WDN3W7WXYXRT8G0')
const id = folderIdSchema.parse('fld_01M7Y8GAW92WDN3W7WXYXRT8G0')
const file = fileIdSchema.parse('fil_01M7Y8GAW92WDN3W7WXYXRT8G0')

describe('addresses of folders', () => {
  it('lead back to what they were made of, also with a file open', () => {
    for (const kind of ['folders', 'albums'] as const) {
      for (const place of [
        { kind, space: null, id: null },
        { kind, space, id: null },
        { kind, space: null, id },
      ]) {
        expect(readFolderAddress(folderAddress(place))).toEqual({ ...place, openId: null })
        expect(readFolderAddress(fileInFolderAddress(place, file))).toEqual({
          ...place,
          openId: file,
        })
      }
    }
  })

  it('are nothing else', () => {
    for (const path of [
      '/',
      '/folders/',
      '/folders/x',
      '/folders/photo',
      '/folders/photo/x',
      `/spaces/${space}`,
      `/spaces/${space}/folders/${id}`,
      `/foldersx/${id}`,
    ]) {
      expect(readFolderAddress(path)).toBeNull()
    }
  })
})
