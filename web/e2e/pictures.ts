import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

export interface Sample {
  name: string
  mimeType: string
  bytes: Buffer
  sha256: string
}

function aSample(name: string, mimeType: string, bytes: Buffer): Sample {
  return { name, mimeType, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** A picture with a pattern of its own, so that no two have the same bytes. */
function canvas(seed: number) {
  const [width, height] = [900, 600]
  const pixels = Buffer.alloc(width * height * 3)
  for (let index = 0; index < pixels.length; index++) {
    const x = Math.floor(index / 3) % width
    pixels[index] = (x * seed + Math.floor(index / (width * 3)) + (index % 3) * 70) & 0xff
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

/** One picture of each kind that gets a preview. The JPEG says when and with what it was taken. */
export async function oneOfEachKind(): Promise<Sample[]> {
  const taken = { Make: 'Pentax', Model: 'K-1' }
  const jpeg = await canvas(2)
    .withExif({ IFD0: taken, IFD2: { DateTimeOriginal: '2024:05:31 14:03:22' } })
    .jpeg({ quality: 90 })
    .toBuffer()
  const heic = await readFile(
    join(import.meta.dirname, '../../home-node/images/fixtures/four-corners.heic'),
  )
  return [
    aSample('taken.jpg', 'image/jpeg', jpeg),
    aSample('drawn.png', 'image/png', await canvas(3).png().toBuffer()),
    aSample('small.webp', 'image/webp', await canvas(5).webp().toBuffer()),
    aSample('old.gif', 'image/gif', await canvas(7).gif().toBuffer()),
    aSample('modern.avif', 'image/avif', await canvas(11).avif({ effort: 0 }).toBuffer()),
    aSample('phone.heic', 'image/heic', heic),
  ]
}

/** Files that lie about what they are. None of them may ever run. */
export function liars(): Sample[] {
  const script = '<script>document.title = "it ran"</script>'
  const text = (words: string) => Buffer.from(words)
  return [
    aSample('words.jpg', 'image/jpeg', text('only words')),
    aSample(
      'drawing.svg',
      'image/svg+xml',
      text(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`),
    ),
    aSample('cat.jpg', 'image/jpeg', text(`<!doctype html>${script}`)),
    aSample('photo\u202egpj.exe', 'image/jpeg', text('MZ not a picture')),
    aSample('<img src=x onerror=alert(1)>.png', 'image/png', text('\u0089PNG not really')),
    aSample(`${'long '.repeat(40)}.bin`, 'application/octet-stream', text('a long name')),
  ]
}

export function anEmptyFile(): Sample {
  return aSample('zero.jpg', 'image/jpeg', Buffer.alloc(0))
}
