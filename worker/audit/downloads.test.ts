import { expect, it } from 'vitest'
import { auditListSchema } from '#contracts/audit'
import { uploadOutcomeSchema } from '#contracts/files'
import { aUser, type TestUser } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'

async function aFile(user: TestUser): Promise<string> {
  const uploaded = await user.upload(jpegLike('a picture to take'))
  return uploadOutcomeSchema.parse(await uploaded.json()).file.id
}

async function auditOf(user: TestUser) {
  const response = await user.fetch(`/api/spaces/${user.spaceId}/audit`)
  const { items } = auditListSchema.parse(await response.json())
  return items.map(({ action, actorId, subjectId }) => ({ action, actorId, subjectId })).reverse()
}

it('a download of an original is audited once, whole or in parts', async () => {
  const user = await aUser()
  const id = await aFile(user)
  const download = async (method: string, range?: string) => {
    const headers = range === undefined ? {} : { Range: range }
    const path = `/api/files/${id}/download`
    await (await user.fetch(path, { method, headers })).arrayBuffer()
  }
  await download('HEAD')
  expect(await auditOf(user)).toEqual([])
  await download('GET')
  const taken = { action: 'original.downloaded', actorId: user.userId, subjectId: id }
  expect(await auditOf(user)).toEqual([taken])
  for (const range of ['bytes=0-3', 'bytes=4-7', 'bytes=8-']) await download('GET', range)
  expect(await auditOf(user)).toEqual([taken, taken])
  await download('GET', 'bytes=999999-')
  expect(await auditOf(user)).toHaveLength(2)
})

it('trash, restoring and purging are audited in the order in which they happen', async () => {
  const user = await aUser()
  const id = await aFile(user)
  await user.fetch(`/api/files/${id}`, { method: 'DELETE' })
  await user.fetch(`/api/files/${id}/restore`, { method: 'POST' })
  await user.fetch(`/api/files/${id}`, { method: 'DELETE' })
  await user.fetch(`/api/files/${id}/purge`, { method: 'POST' })
  const by = { actorId: user.userId, subjectId: id }
  expect(await auditOf(user)).toEqual(
    ['file.trashed', 'file.restored', 'file.trashed', 'file.purged'].map((action) => {
      return { action, ...by }
    }),
  )
})
