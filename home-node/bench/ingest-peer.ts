import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { renditionRecipe } from '#contracts/recipe'
import { webpEffort } from '../images/decode.ts'

/** Four different scenes; every further picture is one of them with bytes of its own. */
const scenes = 4

/**
 * Writes `count` JPEGs of 4000 × 3000 pixels, 3 to 5 MB each, that look to an encoder like photos
 * (gradients, shapes, fine structure, sensor noise), all with different hashes, and answers their
 * paths. The same call makes the same bytes.
 */
export async function make12MpJpegs(folder: string, count: number): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const bases: Buffer[] = []
  for (let scene = 0; scene < Math.min(scenes, count); scene += 1) {
    bases.push(await makeScene(scene))
  }
  const paths: string[] = []
  for (let index = 0; index < count; index += 1) {
    const base = bases[index % scenes]
    if (!base) break
    const path = join(folder, `picture-${String(index).padStart(4, '0')}.jpg`)
    await writeFile(path, withComment(base, `picture ${index}`))
    paths.push(path)
  }
  return paths
}

/** What anyone would write with sharp alone: one decode, the same two WebP files, nothing else. */
async function bareThumbnails(path: string): Promise<void> {
  const large = await sharp(await readFile(path))
    .autoOrient()
    .resize(1_600, 1_600, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = large.info
  const decoded = () => sharp(large.data, { raw: { width, height, channels } })
  const quality = (name: '320' | '1600') => renditionRecipe(name).output.quality
  await Promise.all([
    decoded()
      .webp({ quality: quality('1600'), effort: webpEffort })
      .toBuffer(),
    decoded()
      .resize(320, 320, { fit: 'inside' })
      .webp({ quality: quality('320'), effort: webpEffort })
      .toBuffer(),
  ])
}

/**
 * The peer of the ingest pipeline: both renditions of every picture by bare sharp, `concurrency`
 * pictures at once. `perSecond` counts pictures.
 */
export async function bareSharpThumbnails(
  paths: string[],
  concurrency: number,
): Promise<{ seconds: number; perSecond: number }> {
  const waiting = [...paths]
  const start = performance.now()
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
        await bareThumbnails(path)
      }
    }),
  )
  const seconds = (performance.now() - start) / 1_000
  return { seconds, perSecond: paths.length / seconds }
}

/** A JPEG comment right behind the start marker changes the hash and no pixel. */
function withComment(jpeg: Buffer, text: string): Buffer {
  const comment = Buffer.alloc(4 + text.length)
  comment.writeUInt16BE(0xfffe, 0)
  comment.writeUInt16BE(2 + text.length, 2)
  comment.write(text, 4, 'latin1')
  return Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)])
}

async function makeScene(scene: number): Promise<Buffer> {
  const [width, height] = [4_000, 3_000]
  const pixels = Buffer.alloc(width * height * 3)
  // xorshift: the same noise every time, and fast.
  let state = 0x9e3779b9 ^ (scene + 1)
  for (let y = 0; y < height; y += 1) {
    const horizon = height * (0.35 + scene * 0.1)
    const depth = Math.min(1, Math.max(0, (y - horizon) / 400))
    for (let x = 0; x < width; x += 1) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      const grain = ((state & 0xff) + ((state >>> 8) & 0xff) - 255) / 22
      const blades = depth * 38 * Math.sin(x * (0.21 + scene * 0.03) + Math.sin(y * 0.05) * 3)
      const waves = 26 * Math.sin((x + y * 0.6) / (90 + scene * 25)) * Math.cos(y / 70)
      const sky = 190 - (y / height) * 110
      const at = (y * width + x) * 3
      pixels[at] = clamp(sky - 30 + waves * (1 - depth) + blades * 0.6 + grain)
      pixels[at + 1] = clamp(sky + waves * 0.7 + blades + grain)
      pixels[at + 2] = clamp(sky + 50 - depth * 90 + waves * 0.4 + blades * 0.4 + grain)
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 91 + scene })
    .toBuffer()
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, value))
}
