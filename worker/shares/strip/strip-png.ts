import { BrokenPictureError, type ByteStream } from './byte-stream.ts'

const signature = '137,80,78,71,13,10,26,10'

/** Chunks without which the picture would not look the same (PNG 3rd edition, §11, APNG among them). */
const kept = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'acTL', 'fcTL', 'fdAT'],
  ...['gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'mDCV', 'cLLI', 'sBIT', 'bKGD', 'pHYs', 'sPLT'],
])

/** A PNG without texts, EXIF, time and chunks of others, and without what follows its end. */
export async function* stripPng(source: ByteStream): AsyncGenerator<Uint8Array> {
  const start = Uint8Array.from(await source.take(8))
  if (start.join() !== signature) throw new BrokenPictureError('not a PNG')
  yield start
  for (;;) {
    const head = Uint8Array.from(await source.take(8))
    const length = new DataView(head.buffer).getUint32(0)
    const type = String.fromCharCode(...head.subarray(4))
    if (!/^[A-Za-z]{4}$/.test(type)) throw new BrokenPictureError('not a chunk')
    if (!kept.has(type)) {
      await source.skip(length + 4)
      continue
    }
    yield head
    yield* source.pass(length + 4)
    if (type === 'IEND') return
  }
}
