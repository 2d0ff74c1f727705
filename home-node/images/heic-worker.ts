import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { writeTiff } from './tiff.ts'

/** What the thread is asked, and what it answers, as messages. */
export interface HeicQuestion {
  bytes: Uint8Array
  icc: Uint8Array | null
}
export type HeicAnswer = { tiff: Uint8Array<ArrayBuffer> } | { error: string }

/** The part of libheif-js that is used here; the package has no types for this build. */
interface LibHeif {
  HeifDecoder: new () => { decode(bytes: Uint8Array): HeifImage[] }
}
interface HeifImage {
  get_width(): number
  get_height(): number
  is_primary(): number | boolean
  has_alpha_channel(): number | boolean
  display<T extends { data: Uint8ClampedArray; width: number; height: number }>(
    into: T,
    done: (filled: T | null) => void,
  ): void
  free(): void
}

// libheif prints about every broken file, in this thread only; the answer already says it.
for (const print of ['log', 'warn', 'error'] as const) console[print] = () => undefined

const libheif: LibHeif = createRequire(import.meta.url)('libheif-js/wasm-bundle.js')

/** One for all pictures: each `decode` frees what the one before it held. */
const decoder = new libheif.HeifDecoder()

/** libheif turns and mirrors the picture itself, so EXIF orientation is not applied again. */
async function decode({ bytes, icc }: HeicQuestion): Promise<HeicAnswer> {
  const images = decoder.decode(bytes)
  try {
    const image = images.find((each) => each.is_primary()) ?? images[0]
    if (!image) return { error: 'The HEIC file holds no picture.' }
    const [width, height] = [image.get_width(), image.get_height()]
    const filled = await new Promise<{ data: Uint8ClampedArray } | null>((done) =>
      image.display({ data: new Uint8ClampedArray(width * height * 4), width, height }, done),
    )
    if (!filled) return { error: 'The HEIC picture cannot be decoded.' }
    const hasAlpha = Boolean(image.has_alpha_channel())
    return { tiff: writeTiff({ rgba: filled.data, width, height, hasAlpha, icc }) }
  } finally {
    for (const image of images) image.free()
  }
}

parentPort?.on('message', (question: HeicQuestion) => {
  void decode(question)
    .catch((error: unknown): HeicAnswer => ({ error: String(error) }))
    .then((answer) => {
      parentPort?.postMessage(answer, 'tiff' in answer ? [answer.tiff.buffer] : [])
    })
})
