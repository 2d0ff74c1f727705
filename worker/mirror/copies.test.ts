import { describe, expect, it } from 'vitest'
import { fileDetailSchema, uploadOutcomeSchema } from '#contracts/files'
import { changesResponseSchema, vaultStatusSchema } from '#contracts/home-node'
import { newId } from '../ids.ts'
import { aUser } from '../testing/harness.ts'
import { aHomeNode } from '../testing/home-node.ts'
import { jpegLike } from '../testing/pictures.ts'

/** A file with its original, and a home node with one disk that may say things about it. */
async function aCopy(text: string) {
  const [user, node] = [await aUser(), await aHomeNode()]
  const { file } = uploadOutcomeSchema.parse(await (await user.upload(jpegLike(text))).json())
  const diskId = newId('disk', Date.now())
  const disks = [{ id: diskId, name: diskId, state: 'ok', totalBytes: 9, freeBytes: 9 }]
  await node.fetch('PUT', '/api/home/disks', { disks })
  const changes = await node.fetch('GET', '/api/home/changes?after=0&limit=1000')
  const page = changesResponseSchema.parse(await changes.json())
  const original = page.changes.findLast((change) => change.original !== null)?.original
  const say = async (ack: { verifiedAtMs: number | null; badAtMs?: number }) => {
    const copy = { originalId: original?.id, sha256: original?.sha256, diskId, ...ack }
    const response = await node.fetch('POST', '/api/home/copies', { copies: [copy] })
    expect(response.status).toBe(200)
  }
  const seen = async () => {
    const response = await user.fetch(`/api/files/${file.id}`)
    const copy = fileDetailSchema
      .parse(await response.json())
      .copies.find(({ place }) => place === diskId)
    return [copy?.state, copy?.verifiedAt ? Date.parse(copy.verifiedAt) : null]
  }
  const counted = async () => {
    const status = vaultStatusSchema.parse(
      await (await node.fetch('GET', '/api/home/status')).json(),
    )
    const place = status.places.find((each) => each.place === diskId)
    return { verified: place?.verified, received: place?.received }
  }
  return { say, seen, counted }
}

const early = 1_700_000_000_000

describe('a copy on a disk', () => {
  it('is not counted while it is only received', async () => {
    const copy = await aCopy('only received')
    await copy.say({ verifiedAtMs: null })
    expect(await copy.seen()).toEqual(['received', null])
    expect(await copy.counted()).toEqual({ verified: 0, received: 1 })
    await copy.say({ verifiedAtMs: early })
    expect(await copy.seen()).toEqual(['verified', early])
    expect(await copy.counted()).toEqual({ verified: 1, received: 0 })
  })

  it('stays verified when older word of it comes late', async () => {
    const copy = await aCopy('late word')
    await copy.say({ verifiedAtMs: early + 5 })
    await copy.say({ verifiedAtMs: null })
    await copy.say({ verifiedAtMs: early })
    await copy.say({ verifiedAtMs: null, badAtMs: early + 4 })
    expect(await copy.seen()).toEqual(['verified', early + 5])
  })

  it('is bad from when it was found so, until it is brought and read back again', async () => {
    const copy = await aCopy('found bad')
    await copy.say({ verifiedAtMs: early })
    await copy.say({ verifiedAtMs: null, badAtMs: early + 1 })
    expect(await copy.seen()).toEqual(['bad', null])
    expect(await copy.counted()).toEqual({ verified: 0, received: 0 })
    await copy.say({ verifiedAtMs: null })
    expect(await copy.seen()).toEqual(['received', null])
    await copy.say({ verifiedAtMs: early + 2 })
    expect(await copy.seen()).toEqual(['verified', early + 2])
  })
})
