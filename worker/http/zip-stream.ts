import { Buffer } from 'node:buffer'
import { crc32 } from 'node:zlib'

/** One file of a zip. Its bytes are read when its turn comes. */
export interface ZipEntry {
  /** With `/` between folders; told as UTF-8. */
  name: string
  input: ReadableStream<Uint8Array> | string
  lastModified: Date
  /** It has no more bytes than this: from 4 GB on its header has room for more. Unknown: small. */
  mostBytes?: number
}

/** So much is asked of a stream at once: each read costs more than its bytes. */
const readBytes = 262_144
const longest = 0xffff_ffff

/**
 * A zip of these files as they come: stored, not compressed, for pictures and films are so already, and
 * never held whole. Format: PKWARE APPNOTE 6.3.10, with data descriptors and, where something is larger
 * than 4 GB, zip64. What an entry's stream throws breaks the zip off.
 */
export function zipStream(entries: AsyncIterable<ZipEntry>): ReadableStream<Uint8Array> {
  const { readable, writable } = new IdentityTransformStream()
  const writer = writable.getWriter()
  writeAll(entries, writer)
    .then(
      () => writer.close(),
      (error: unknown) => writer.abort(error),
    )
    .catch(() => null)
  return readable
}

interface Written {
  name: Uint8Array
  time: number
  date: number
  crc: number
  sizeBytes: number
  offset: number
}

type Writer = WritableStreamDefaultWriter<Uint8Array>

async function writeAll(entries: AsyncIterable<ZipEntry>, writer: Writer) {
  const written: Written[] = []
  let offset = 0
  for await (const entry of entries) {
    const isLarge = (entry.mostBytes ?? 0) >= longest
    const head = { ...dosTime(entry.lastModified), name: new TextEncoder().encode(entry.name) }
    const header = localHeader(head, isLarge)
    await writer.write(header)
    const { crc, sizeBytes } = await pour(entry.input, writer)
    const descriptor = dataDescriptor(crc, sizeBytes, isLarge)
    await writer.write(descriptor)
    written.push({ ...head, crc, sizeBytes, offset })
    offset += header.length + sizeBytes + descriptor.length
  }
  const directory = written.map(centralHeader)
  for (const each of directory) await writer.write(each)
  const sizeBytes = directory.reduce((sum, { length }) => sum + length, 0)
  await writer.write(endOf(written.length, sizeBytes, offset))
}

/** Writes all of an input on; resolves to what it was. */
async function pour(input: ZipEntry['input'], writer: Writer) {
  let [crc, sizeBytes] = [0, 0]
  const take = async (chunk: Uint8Array) => {
    crc = crc32(chunk, crc)
    sizeBytes += chunk.length
    await writer.write(chunk)
  }
  if (typeof input === 'string') await take(new TextEncoder().encode(input))
  else for await (const chunk of chunksOf(input)) await take(chunk)
  return { crc, sizeBytes }
}

/** A stream's bytes in large pieces where it has them at hand, and as they come otherwise. */
async function* chunksOf(input: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = byobReader(input)
  if (reader === null) {
    for await (const chunk of input) yield chunk
    return
  }
  let buffer = new ArrayBuffer(readBytes)
  let isDone = false
  try {
    while (!isDone) {
      const { done, value } = await reader.readAtLeast(readBytes, new Uint8Array(buffer))
      isDone = done
      if (!value || value.length === 0) continue
      // Its reader has the bytes before a write resolves, so one buffer does for all.
      yield value
      buffer = value.buffer
    }
  } finally {
    // Whoever asked for the zip is gone: nobody wants the rest.
    if (!isDone) await reader.cancel().catch(() => null)
  }
}

function byobReader(input: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | null {
  try {
    return input.getReader({ mode: 'byob' })
  } catch {
    return null
  }
}

function localHeader(
  { name, time, date }: Pick<Written, 'name' | 'time' | 'date'>,
  isLarge: boolean,
) {
  const header = Buffer.alloc(30 + (isLarge ? 20 : 0) + name.length)
  header.writeUInt32LE(0x0403_4b50, 0)
  common(header, 4, { time, date, isLarge })
  // Its checksum and size come behind it, in the descriptor.
  if (isLarge) header.fill(0xff, 18, 26)
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(isLarge ? 20 : 0, 28)
  header.set(name, 30)
  if (isLarge) header.writeUInt32LE(0x0010_0001, 30 + name.length)
  return header
}

/** Version needed, flags (a descriptor follows; names are UTF-8), method 0, time and date. */
function common(to: Buffer, at: number, of: { time: number; date: number; isLarge: boolean }) {
  to.writeUInt16LE(of.isLarge ? 45 : 20, at)
  to.writeUInt16LE(0x0808, at + 2)
  to.writeUInt16LE(of.time, at + 6)
  to.writeUInt16LE(of.date, at + 8)
}

function dataDescriptor(crc: number, sizeBytes: number, isLarge: boolean) {
  const descriptor = Buffer.alloc(isLarge ? 24 : 16)
  descriptor.writeUInt32LE(0x0807_4b50, 0)
  descriptor.writeUInt32LE(crc, 4)
  if (isLarge) {
    descriptor.writeBigUInt64LE(BigInt(sizeBytes), 8)
    descriptor.writeBigUInt64LE(BigInt(sizeBytes), 16)
  } else {
    if (sizeBytes > longest)
      throw new RangeError('a file of a zip is larger than it was said to be')
    descriptor.writeUInt32LE(sizeBytes, 8)
    descriptor.writeUInt32LE(sizeBytes, 12)
  }
  return descriptor
}

function centralHeader({ name, time, date, crc, sizeBytes, offset }: Written): Buffer {
  const large = [
    ...(sizeBytes >= longest ? [sizeBytes, sizeBytes] : []),
    ...(offset >= longest ? [offset] : []),
  ]
  const extra = Buffer.alloc(large.length === 0 ? 0 : 4 + 8 * large.length)
  if (large.length > 0) {
    extra.writeUInt16LE(1, 0)
    extra.writeUInt16LE(8 * large.length, 2)
    for (const [at, value] of large.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * at)
  }
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x0201_4b50, 0)
  header.writeUInt16LE(0x031e, 4)
  common(header, 6, { time, date, isLarge: large.length > 0 })
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(Math.min(sizeBytes, longest), 20)
  header.writeUInt32LE(Math.min(sizeBytes, longest), 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt16LE(extra.length, 30)
  // A regular file that its owner may write and all may read.
  header.writeUInt32LE(0x81a4_0000, 38)
  header.writeUInt32LE(Math.min(offset, longest), 42)
  return Buffer.concat([header, name, extra])
}

function endOf(count: number, sizeBytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x0605_4b50, 0)
  end.writeUInt16LE(Math.min(count, 0xffff), 8)
  end.writeUInt16LE(Math.min(count, 0xffff), 10)
  end.writeUInt32LE(Math.min(sizeBytes, longest), 12)
  end.writeUInt32LE(Math.min(offset, longest), 16)
  if (count < 0xffff && offset < longest) return end
  const large = Buffer.alloc(76)
  large.writeUInt32LE(0x0606_4b50, 0)
  large.writeBigUInt64LE(44n, 4)
  large.writeUInt16LE(45, 12)
  large.writeUInt16LE(45, 14)
  large.writeBigUInt64LE(BigInt(count), 24)
  large.writeBigUInt64LE(BigInt(count), 32)
  large.writeBigUInt64LE(BigInt(sizeBytes), 40)
  large.writeBigUInt64LE(BigInt(offset), 48)
  // And where that stands.
  large.writeUInt32LE(0x0706_4b50, 56)
  large.writeBigUInt64LE(BigInt(offset + sizeBytes), 64)
  large.writeUInt32LE(1, 72)
  return Buffer.concat([large, end])
}

/** As MS-DOS tells time: in steps of two seconds since 1980, here in UTC. */
function dosTime(moment: Date): { time: number; date: number } {
  const year = Math.min(2107, Math.max(1980, moment.getUTCFullYear()))
  return {
    time:
      (moment.getUTCHours() << 11) | (moment.getUTCMinutes() << 5) | (moment.getUTCSeconds() >> 1),
    date: ((year - 1980) << 9) | ((moment.getUTCMonth() + 1) << 5) | moment.getUTCDate(),
  }
}
