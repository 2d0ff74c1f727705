import { crc32 } from 'node:zlib'
import { expect, it } from 'vitest'
import { type ZipEntry, zipStream } from './zip-stream.ts'

const lastModified = new Date('2026-05-31T14:03:22Z')

async function zipOf(entries: ZipEntry[]): Promise<Buffer> {
  async function* each() {
    yield* entries
  }
  return Buffer.from(await new Response(zipStream(each())).arrayBuffer())
}

/** What the directory at its end lists, read as an unpacker does. */
function listed(zip: Buffer) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'))
  let at = zip.readUInt32LE(end + 16)
  return Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    const [length, extra] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30)]
    const [offset, size] = [zip.readUInt32LE(at + 42), zip.readUInt32LE(at + 24)]
    const name = zip.toString('utf8', at + 46, at + 46 + length)
    const crc = zip.readUInt32LE(at + 16)
    at += 46 + length + extra
    const from = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28)
    return { name, crc, bytes: zip.subarray(from, from + size) }
  })
}

/** A stream that is none of the runtime's own, and no stream of bytes. */
function streamOf(chunks: Uint8Array[], failure?: Error): ReadableStream<Uint8Array> {
  const rest = [...chunks]
  return new ReadableStream({
    pull(controller) {
      const next = rest.shift()
      if (next) controller.enqueue(next)
      else if (failure) controller.error(failure)
      else controller.close()
    },
  })
}

it('holds every file whole, with its checksum, whether its stream is a native one or not', async () => {
  const large = new Uint8Array(900_001).map(
    (_, index) => (index * 7) ^ (index >> 8) ^ (index >> 16),
  )
  const slices = Array.from({ length: 91 }, (_, index) =>
    large.slice(index * 10_000, (index + 1) * 10_000),
  )
  const native = new Response(large).body
  if (!native) throw new Error('a response has a body')
  const zip = await zipOf([
    { name: 'Été/größe.jpg', input: native, lastModified },
    { name: 'sliced.jpg', input: streamOf(slices), lastModified },
    { name: 'empty.txt', input: '', lastModified },
    { name: 'said to be large.bin', input: 'small', lastModified, mostBytes: 5_000_000_000 },
  ])
  const files = listed(zip)
  expect(files.map(({ name }) => name)).toEqual([
    ...['Été/größe.jpg', 'sliced.jpg', 'empty.txt', 'said to be large.bin'],
  ])
  for (const [at, bytes] of [large, large, new Uint8Array(), Buffer.from('small')].entries()) {
    expect(files[at]?.bytes.equals(bytes)).toBe(true)
    expect(files[at]?.crc).toBe(crc32(bytes))
  }
})

it('breaks off where a file breaks off', async () => {
  const broken = streamOf([new Uint8Array(10)], new Error('the disk is gone'))
  const entry = { name: 'half.jpg', input: broken, lastModified }
  await expect(zipOf([entry])).rejects.toThrow()
})
