import { BrokenPictureError, type ByteStream } from './byte-stream.ts'

const [extension, image, trailer] = [0x21, 0x2c, 0x3b]
const [graphicControl, application] = [0xf9, 0xff]
/** How often an animation repeats; what other applications write (XMP) is left out. */
const loops = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0'])

/** A GIF (89a) without comments, texts and blocks of applications, and without what follows its end. */
export async function* stripGif(source: ByteStream): AsyncGenerator<Uint8Array> {
  const head = Uint8Array.from(await source.take(13))
  if (String.fromCharCode(...head.subarray(0, 4)) !== 'GIF8') {
    throw new BrokenPictureError('not a GIF')
  }
  yield head
  yield* source.pass(coloursBytes(head[10]))
  for (;;) {
    const [kind] = await source.take(1)
    if (kind === trailer) {
      yield Uint8Array.of(trailer)
      return
    }
    if (kind === image) {
      const place = Uint8Array.from(await source.take(9))
      yield Uint8Array.of(image, ...place)
      yield* source.pass(coloursBytes(place[8]))
      yield Uint8Array.from(await source.take(1))
      yield* blocks(source)
    } else if (kind === extension) {
      const [label = 0] = await source.take(1)
      if (label === graphicControl) {
        yield Uint8Array.of(extension, label)
        yield* blocks(source)
        continue
      }
      const [length = 0] = await source.take(1)
      const name = Uint8Array.from(await source.take(length))
      const isKept = label === application && loops.has(String.fromCharCode(...name))
      if (isKept) yield Uint8Array.of(extension, label, length, ...name)
      if (length === 0) continue
      for await (const part of blocks(source)) if (isKept) yield part
    } else {
      throw new BrokenPictureError('not a block')
    }
  }
}

/** Sub-blocks up to and with the empty one. */
async function* blocks(source: ByteStream): AsyncGenerator<Uint8Array> {
  for (;;) {
    const [length = 0] = await source.take(1)
    yield Uint8Array.of(length)
    if (length === 0) return
    yield Uint8Array.from(await source.take(length))
  }
}

function coloursBytes(flags = 0): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
}
