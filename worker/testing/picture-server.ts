import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import sharp from 'sharp'
import type { TestProject } from 'vitest/node'
import { type ImageFormat, imageFormats } from '#contracts/images'

interface PictureServer {
  url: string
  /** Real pictures of each format, at `/made/{name}`; sizes are those of the upright picture. */
  made: { name: string; format: ImageFormat; width: number; height: number }[]
  /**
   * Files that lie, break or explode, at `/awkward/{file}`, with the statuses that `/api/images` may
   * answer. They stand beside the repository: none when they are not there.
   */
  awkward: { file: string; statuses: number[] }[]
}

declare module 'vitest' {
  interface ProvidedContext {
    pictures: PictureServer
  }
}

const folder = join(import.meta.dirname, '../../../shared/photos/awkward')

/** Serves pictures to tests that run where there is neither a disk nor an encoder. */
export default async function setUp(project: TestProject): Promise<() => void> {
  const made = await makePictures()
  const bytesOf = async (path: string) => {
    const [, kind = '', name = ''] = path.split('/').map(decodeURIComponent)
    if (kind === 'made') return made.find((picture) => picture.name === name)?.bytes
    return kind === 'awkward' && !name.includes('/')
      ? await readFile(join(folder, name))
      : undefined
  }
  const server = createServer((request, response) => {
    void bytesOf(request.url ?? '/')
      .catch(() => undefined)
      .then((bytes) => response.writeHead(bytes ? 200 : 404).end(bytes))
  })
  // A connection that is closed for being idle may be just about to be used again.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  project.provide('pictures', {
    url: `http://127.0.0.1:${port}`,
    made: made.map(({ bytes: _, ...picture }) => picture),
    awkward: await readExpectations(),
  })
  return () => {
    server.close()
    server.closeAllConnections()
  }
}

async function makePictures() {
  const flat = sharp({ create: { width: 300, height: 200, channels: 3, background: '#3a7' } })
  const pictures: (PictureServer['made'][number] & { bytes: Buffer })[] = []
  for (const format of imageFormats) {
    const bytes = await flat.clone().toFormat(format).toBuffer()
    pictures.push({ name: `flat.${format}`, format, width: 300, height: 200, bytes })
  }
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    const turned = flat.clone().withMetadata({ orientation: 6 }).toFormat(format)
    const name = `turned.${format}`
    pictures.push({ name, format, width: 200, height: 300, bytes: await turned.toBuffer() })
  }
  const size = { width: 300, height: 200 }
  const lossless = await flat.clone().webp({ lossless: true }).toBuffer()
  pictures.push({ name: 'lossless.webp', format: 'webp', ...size, bytes: lossless })
  const see = { width: 301, height: 199, channels: 4, background: '#3a77' } as const
  const through = await sharp({ create: see }).webp().toBuffer()
  pictures.push({
    ...{ name: 'transparent.webp', format: 'webp', width: 301, height: 199 },
    bytes: through,
  })
  const progressive = await flat.clone().jpeg({ progressive: true }).toBuffer()
  pictures.push({ name: 'progressive.jpeg', format: 'jpeg', ...size, bytes: progressive })
  for (const format of ['gif', 'webp'] as const) {
    const frames = Buffer.from(Array.from({ length: 60 * 120 * 3 }, (_, at) => (at * 7) % 256))
    const raw = { width: 60, height: 120, channels: 3, pageHeight: 40 } as const
    const moving = await sharp(frames, { raw }).toFormat(format).toBuffer()
    pictures.push({ name: `moving.${format}`, format, width: 60, height: 40, bytes: moving })
  }
  return pictures
}

/** The columns `file` and `images_api` of expect.csv: `201`, `415`, `201 or 422`. */
async function readExpectations(): Promise<PictureServer['awkward']> {
  const table = join(folder, 'expect.csv')
  if (!existsSync(table)) return []
  return (await readFile(table, 'utf8')).split('\n').flatMap((line) => {
    const [, file, statuses] = /^([^,]+),(?:"[^"]*"|[^",]*),([^,]+),/.exec(line) ?? []
    if (file === undefined || file === 'file' || statuses === undefined) return []
    return [{ file, statuses: statuses.split(' or ').map(Number) }]
  })
}
