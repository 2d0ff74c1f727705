import { expect, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { changesResponseSchema } from '#contracts/home-node'
import { policyViewSchema, type WantedCopies } from '#contracts/policy'
import { aUser, type TestUser } from '../testing/harness.ts'
import { aHomeNode } from '../testing/home-node.ts'
import { jpegLike } from '../testing/pictures.ts'

const json = (method: string, body: object): RequestInit => ({
  ...{ method, body: JSON.stringify(body) },
  headers: { 'Content-Type': 'application/json' },
})

async function ask(user: TestUser, path: string, init?: RequestInit) {
  const response = await user.fetch(`/api${path}`, init)
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return await response.json()
}

async function aFolder(user: TestUser, name: string, parentId: string | null = null) {
  return (await ask(user, '/folders', json('POST', { name, parentId }))) as { id: string }
}

/** What a home node hears is wanted of each file's original, the last word of each. */
async function wantsHeard(hashes: string[]): Promise<(WantedCopies | undefined)[]> {
  const node = await aHomeNode()
  const found = new Map<string, WantedCopies>()
  for (let after = 0; ; ) {
    const response = await node.fetch('GET', `/api/home/changes?after=${after}&limit=1000`)
    const { changes } = changesResponseSchema.parse(await response.json())
    for (const { original, kind } of changes) {
      if (kind === 'original.wanted' && original) found.set(original.sha256, original.wants)
    }
    if (changes.length < 1_000) return hashes.map((hash) => found.get(hash))
    after = changes.at(-1)?.seq ?? 0
  }
}

const two: WantedCopies = { copies: 2, diskIds: null, isInCloud: true }
const homeOnly: WantedCopies = { copies: 1, diskIds: null, isInCloud: false }

it('the nearest folder’s policy is told to the home nodes, also when folders and files move', async () => {
  const user = await aUser()
  const [top, deep, other] = [
    await aFolder(user, 'Top'),
    await aFolder(user, 'Deep'),
    await aFolder(user, 'Other'),
  ]
  await ask(user, `/folders/${deep.id}`, json('PATCH', { parentId: top.id }))
  const { file } = uploadOutcomeSchema.parse(
    await (await user.upload(jpegLike(`policy ${user.userId}`))).json(),
  )
  const moveTo = (folderId: string) =>
    ask(user, '/files/move', json('POST', { fileIds: [file.id], folderId }))
  const wants = async () => (await wantsHeard([file.sha256]))[0]
  expect(await wants()).toBeUndefined()
  await ask(user, `/spaces/${user.spaceId}/policy`, json('PUT', two))
  expect(await wants()).toEqual(two)
  await ask(user, `/folders/${top.id}/policy`, json('PUT', homeOnly))
  expect(await wants()).toEqual(two)
  await moveTo(deep.id)
  expect(await wants()).toEqual(homeOnly)
  const seen = policyViewSchema.parse(await ask(user, `/folders/${deep.id}/policy`))
  expect(seen).toEqual({ policy: homeOnly, from: 'folder', folderId: top.id, isOwn: false })
  await ask(user, `/folders/${deep.id}`, json('PATCH', { parentId: other.id }))
  expect(await wants()).toEqual(two)
  await ask(user, `/folders/${other.id}/policy`, json('PUT', { ...homeOnly, copies: 3 }))
  expect((await wants())?.copies).toBe(3)
  await ask(user, `/folders/${other.id}/policy`, { method: 'DELETE' })
  await ask(user, `/spaces/${user.spaceId}/policy`, { method: 'DELETE' })
  expect(await wants()).toEqual({ copies: null, diskIds: null, isInCloud: true })
})

it('bytes that lie in two folders are kept as the more careful of the two wants', async () => {
  const user = await aUser()
  const { id } = await aFolder(user, 'Careless')
  await ask(user, `/folders/${id}/policy`, json('PUT', homeOnly))
  await ask(user, `/spaces/${user.spaceId}/policy`, json('PUT', two))
  const { file } = uploadOutcomeSchema.parse(
    await (await user.upload(jpegLike(`twice ${user.userId}`))).json(),
  )
  await ask(user, '/files/copy', json('POST', { fileIds: [file.id], folderId: id }))
  expect(await wantsHeard([file.sha256])).toEqual([two])
})

it('only admins of a space say what it wants, and only of disks that there are', async () => {
  const [owner, stranger] = [await aUser(), await aUser()]
  const path = `/api/spaces/${owner.spaceId}/policy`
  expect((await stranger.fetch(path, json('PUT', two))).status).toBe(404)
  const unknown = {
    ...two,
    diskIds: ['dsk_01ARZ3NDEKTSV4RRFFQ69G5FAV', 'dsk_01ARZ3NDEKTSV4RRFFQ69G5FAW'],
  }
  expect((await owner.fetch(path, json('PUT', unknown))).status).toBe(400)
})
