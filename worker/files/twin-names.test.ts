import { expect, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { aUser } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'

// T33 of the catalogue of faults: names are what people read, and ids are what is stored by.
const twins = [
  ['e and U+0301, and U+00E9', 'caf\u0065\u0301.jpg', 'caf\u00e9.jpg'],
  ['A.jpg and a.jpg', 'A.jpg', 'a.jpg'],
  ['the same name', 'same.jpg', 'same.jpg'],
  ['ß and ss', 'straße.jpg', 'strasse.jpg'],
  ['full and half width', 'ＩＭＧ.jpg', 'IMG.jpg'],
] as const

it.each(twins)('files whose names are twins (%s) are both kept whole', async (_, one, other) => {
  const user = await aUser()
  const sent = [jpegLike(`first ${one}`), jpegLike(`second ${other}`)] as const
  const files = []
  for (const [index, name] of [one, other].entries()) {
    const response = await user.upload(sent[index === 0 ? 0 : 1], name)
    files.push(uploadOutcomeSchema.parse(await response.json()).file)
  }
  const [first, second] = files
  expect(first?.id).not.toBe(second?.id)
  for (const [index, file] of files.entries()) {
    const download = await user.fetch(`/api/files/${file.id}/download`)
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(sent[index === 0 ? 0 : 1])
  }
})
