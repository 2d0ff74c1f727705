import { describe, expect, inject, it } from 'vitest'
import { imageFormats } from '#contracts/images'
import { problemSchema } from '#contracts/problem'
import { aUser } from '../testing/harness.ts'
import { readHeader } from './read-header.ts'

const { url } = inject('pictures')

async function made(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetch(`${url}/made/${name}`)).arrayBuffer())
}

/** The picture with these bytes written over others. */
function changed(bytes: Uint8Array, at: number, ...values: number[]): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes)
  copy.set(values, at)
  return copy
}

/** Where the height stands in the frame header of a JPEG of one frame. */
function jpegSizeAt(bytes: Uint8Array): number {
  return bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xc0) + 5
}

/** A GIF of `frames` pictures that each say they are 2,000 by 2,000, in 16 bytes each. */
function manyFrames(frames: number): Uint8Array<ArrayBuffer> {
  const side = [0xd0, 0x07, 0xd0, 0x07]
  const head = [...new TextEncoder().encode('GIF89a'), ...side, 0, 0, 0]
  const frame = [0x2c, 0, 0, 0, 0, ...side, 0, 2, 2, 0x44, 1, 0]
  const bytes = new Uint8Array(head.length + frames * frame.length)
  bytes.set(head)
  for (let index = 0; index < frames; index++) {
    bytes.set(frame, head.length + index * frame.length)
  }
  return bytes
}

async function send(bytes: Uint8Array<ArrayBuffer>): Promise<[number, string]> {
  const user = await aUser()
  const answer = await user.fetch('/api/images?name=x', { method: 'POST', body: bytes })
  if (answer.status === 201) return [201, '']
  return [answer.status, problemSchema.parse(await answer.json()).code]
}

describe('a picture that would unfold to gigabytes is refused by its header', () => {
  it('as a PNG', async () => {
    const png = await made('flat.png')
    expect(await send(changed(png, 16, 0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20))).toEqual([
      ...[413, 'too_large'],
    ])
    expect(await send(changed(png, 16, 0x7f, 0xff, 0xff, 0xff))).toEqual([413, 'too_large'])
  })

  it('as a JPEG', async () => {
    const jpeg = await made('flat.jpeg')
    const at = jpegSizeAt(jpeg)
    expect(await send(changed(jpeg, at, 0xff, 0xdc, 0xff, 0xdc))).toEqual([413, 'too_large'])
  })

  it('as an animation', async () => {
    expect(await send(manyFrames(12_000))).toEqual([413, 'too_large'])
    expect(await send(manyFrames(10))).toEqual([201, ''])
  })
})

describe('a picture that nobody can decode is refused', () => {
  it.each(['flat.webp', 'lossless.webp', 'moving.webp'])('as half of %s', async (name) => {
    const bytes = await made(name)
    expect(await send(bytes.slice(0, bytes.length / 2))).toEqual([422, 'undecodable'])
  })

  it.each(['flat.jpeg', 'flat.png', 'flat.gif', 'flat.webp', 'flat.avif'])(
    'as the first bytes of %s alone',
    async (name) => {
      expect(await send((await made(name)).slice(0, 36))).toEqual([422, 'undecodable'])
    },
  )

  it('without any width', async () => {
    const jpeg = await made('flat.jpeg')
    expect(await send(changed(jpeg, jpegSizeAt(jpeg) + 2, 0, 0))).toEqual([422, 'undecodable'])
  })

  it('never fails the reader, whatever byte of its head was changed', async () => {
    for (const format of imageFormats) {
      const bytes = await made(`flat.${format}`)
      for (let at = 0; at < Math.min(400, bytes.length); at++) {
        for (const value of [0x00, 0x01, 0x7f, 0xff]) {
          const header = readHeader(format, changed(bytes, at, value))
          if (header)
            expect(Math.min(header.width, header.height, header.frames)).toBeGreaterThan(0)
        }
      }
    }
  })
})
