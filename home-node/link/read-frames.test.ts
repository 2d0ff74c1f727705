import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { frameHead, frameHeadMaxBytes } from '#contracts/frames'
import { readFrames } from './read-frames.ts'

const headSchema = z.object({ name: z.string(), sizeBytes: z.int() })
const frame = (name: string, bytes: string) =>
  Buffer.concat([frameHead({ name, sizeBytes: bytes.length }), Buffer.from(bytes)])

/** The bytes in pieces of this size. */
async function* pieces(bytes: Uint8Array, size: number) {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

const frames = (source: AsyncIterable<Uint8Array>) =>
  readFrames(
    source,
    (head) => headSchema.parse(head),
    (head) => head.sizeBytes,
  )

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('frames', () => {
  const stream = Buffer.concat([frame('a', 'first'), frame('ä', ''), frame('c', 'third')])

  it.each([1, 2, 3, 7, 1_000])(
    'come out whole when the stream comes in pieces of %i',
    async (size) => {
      const seen: string[] = []
      for await (const { head, body } of frames(pieces(stream, size))) {
        seen.push(`${head.name}:${await textOf(body)}`)
      }
      expect(seen).toEqual(['a:first', 'ä:', 'c:third'])
    },
  )

  it('that are not read, or only begun, are skipped', async () => {
    const names: string[] = []
    for await (const { head, body } of frames(pieces(stream, 2))) {
      names.push(head.name)
      if (head.name === 'a') await body.next()
    }
    expect(names).toEqual(['a', 'ä', 'c'])
  })

  it('that end early are an error, wherever the stream breaks off', async () => {
    const whole = frame('a', 'first')
    for (let length = 1; length < whole.length; length += 1) {
      const reading = (async () => {
        for await (const { body } of frames(pieces(whole.subarray(0, length), 4)))
          await textOf(body)
      })()
      await expect(reading, `${length} bytes`).rejects.toThrow()
    }
  })

  it('with a head of absurd length are refused before it is read', async () => {
    const start = Buffer.alloc(4)
    start.writeUInt32BE(frameHeadMaxBytes + 1)
    await expect(frames(pieces(start, 4)).next()).rejects.toThrow(RangeError)
  })

  it('end their stream when the reader leaves', async () => {
    let hasEnded = false
    async function* source() {
      try {
        yield* pieces(stream, 5)
      } finally {
        hasEnded = true
      }
    }
    for await (const _ of frames(source())) break
    expect(hasEnded).toBe(true)
  })
})
