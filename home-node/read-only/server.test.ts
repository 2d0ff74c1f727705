import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { diskIdSchema } from '#contracts/ids'
import { libraryFileSchema } from '#contracts/library'
import { objectPath } from '../disks/layout.ts'
import { aFolder } from '../testing.ts'
import { manifestName, packManifest } from '../tree/manifest.ts'
import { filePath, manifestDir } from '../tree/tree-paths.ts'
import { openLibrary } from './open-library.ts'
import { makeReadOnlyServer } from './server.ts'

const id = (prefix: string, digit: number) => `${prefix}_01ARZ3NDEKTSV4RRFFQ69G5FA${digit}`

async function aDisk() {
  const root = await aFolder()
  const background = { r: 20, g: 90, b: 160 }
  const picture = await sharp({ create: { width: 90, height: 60, channels: 3, background } })
    .jpeg()
    .toBuffer()
  const bodies = [
    { name: 'lake <b>.jpg', mimeType: 'image/jpeg', kind: 'image', bytes: picture },
    { name: 'page.html', mimeType: 'text/html', kind: 'other', bytes: Buffer.from('<script>') },
  ]
  const lines = []
  for (const [index, { bytes, ...facts }] of bodies.entries()) {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const file = libraryFileSchema.parse({
      ...{ fileId: id('fil', index), originalId: id('org', index), sha256, ...facts },
      ...{ sizeBytes: bytes.length, spaceId: id('spc', 0), space: 'Home', userId: id('usr', 0) },
      ...{ username: 'ada', createdBy: id('usr', 0), folderId: id('fld', 0) },
      ...{ folder: ['Summer', 'Lake'], takenAt: null, shownAt: index, createdAt: 0 },
      ...{ description: null, hasPreview: false },
    })
    await mkdir(dirname(objectPath(root, file.sha256)), { recursive: true })
    await writeFile(objectPath(root, file.sha256), bytes)
    lines.push({ ...file, path: filePath('', file), thumbnail: null })
  }
  const at = '2026-03-01T00:00:00.000Z'
  const head = { kind: 'cloudvault-manifest' as const, format: 1 as const, disk: '8tb', at }
  const diskId = diskIdSchema.parse(id('dsk', 0))
  await mkdir(manifestDir(root))
  const packed = packManifest({ ...head, diskId }, lines)
  await writeFile(join(manifestDir(root), manifestName(Date.parse(at))), packed)
  return { root, picture, lines }
}

it('a disk alone shows its library, gives its bytes with Range, and runs nothing of it', async () => {
  const { root, picture } = await aDisk()
  const library = await openLibrary(root)
  if (library === null) throw new Error('The manifest was not read.')
  const app = makeReadOnlyServer(root, library)
  const get = async (path: string, headers: Record<string, string> = {}) =>
    await app.request(`http://127.0.0.1${path}`, {
      headers: { Host: '127.0.0.1:8790', ...headers },
    })
  const text = async (path: string) => await (await get(path)).text()
  expect(await text('/')).toContain('lake &lt;b&gt;.jpg')
  expect(await text('/folders')).toContain('ada: Home')
  const path = encodeURIComponent('ada: Home/Summer/Lake')
  expect(await text(`/folders?path=${path}`)).toContain('page.html')
  expect(await text('/search?q=LAKE+html')).toContain('1 with')
  const whole = await get(`/files/${id('fil', 0)}`)
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(picture)
  const part = await get(`/files/${id('fil', 0)}`, { Range: 'bytes=10-19' })
  expect(part.status).toBe(206)
  expect(Buffer.from(await part.arrayBuffer())).toEqual(picture.subarray(10, 20))
  const preview = await get(`/thumbnails/${id('fil', 0)}`)
  expect(preview.headers.get('Content-Type')).toBe('image/webp')
  const page = await get(`/files/${id('fil', 1)}`)
  expect(page.headers.get('Content-Disposition')).toContain('attachment')
  expect(page.headers.get('Content-Type')).toBe('application/octet-stream')
  expect((await get('/', { Host: 'elsewhere.example' })).status).toBe(403)
  expect((await get(`/files/${id('fil', 7)}`)).status).toBe(404)
})
