import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { frameHeadLength, frameLengthBytes, parseFrameHead } from '#contracts/frames'
import { changesResponseSchema, originalFrameSchema } from '#contracts/home-node'
import { newId } from '../ids.ts'
import { originalKey } from '../originals/keys.ts'
import { aUser } from '../testing/harness.ts'
import { aHomeNode, type TestHomeNode } from '../testing/home-node.ts'

async function anOriginal(node: TestHomeNode, bytes: Uint8Array) {
  const user = await aUser()
  uploadOutcomeSchema.parse(await (await user.upload(bytes, 'a.bin')).json())
  const response = await node.fetch('GET', '/api/home/changes?after=0&limit=1000')
  const { changes } = changesResponseSchema.parse(await response.json())
  const original = changes.findLast((change) => change.original !== null)?.original
  if (!original) throw new Error('the change feed names no original')
  return { id: original.id, spaceId: user.spaceId, bytes }
}

/** All frames of an answer, each with the bytes that came with it. */
async function framesOf(response: Response) {
  let rest = new Uint8Array(await response.arrayBuffer())
  const frames: { originalId: string; bytes: Uint8Array }[] = []
  while (rest.length > 0) {
    const from = frameLengthBytes + frameHeadLength(rest)
    const head = parseFrameHead(rest.subarray(frameLengthBytes, from))
    const { originalId, sizeBytes } = originalFrameSchema.parse(head)
    frames.push({ originalId, bytes: rest.subarray(from, from + sizeBytes) })
    rest = rest.subarray(from + sizeBytes)
  }
  return frames
}

describe('a batch of originals', () => {
  it('comes whole and in the order asked for', async () => {
    const node = await aHomeNode()
    const random = (size: number) => crypto.getRandomValues(new Uint8Array(size))
    const originals = [
      await anOriginal(node, random(60_000)),
      await anOriginal(node, random(1)),
      await anOriginal(node, new Uint8Array(3_000_000).fill(7)),
      await anOriginal(node, random(50_000)),
    ].reverse()
    const ids = originals.map(({ id }) => id)
    const response = await node.fetch('POST', '/api/home/originals/batch', { ids })
    expect(response.status).toBe(200)
    const frames = await framesOf(response)
    expect(frames).toEqual(originals.map(({ id, bytes }) => ({ originalId: id, bytes })))
  })

  it('leaves out what is not known and what is not in R2', async () => {
    const node = await aHomeNode()
    const here = await anOriginal(node, new TextEncoder().encode('here'))
    const gone = await anOriginal(node, new TextEncoder().encode('gone'))
    await env.BUCKET.delete(originalKey(gone.spaceId, gone.id))
    const ids = [newId('original', Date.now()), gone.id, here.id]
    const response = await node.fetch('POST', '/api/home/originals/batch', { ids })
    expect((await framesOf(response)).map((frame) => frame.originalId)).toEqual([here.id])
  })

  it('takes 1 to 32 ids', async () => {
    const node = await aHomeNode()
    const ids = Array.from({ length: 33 }, () => newId('original', Date.now()))
    for (const some of [[], ids]) {
      const response = await node.fetch('POST', '/api/home/originals/batch', { ids: some })
      expect(response.status).toBe(400)
    }
  })
})
