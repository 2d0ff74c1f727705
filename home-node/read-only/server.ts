import { readFile, stat } from 'node:fs/promises'
import { type Context, Hono } from 'hono'
import sharp from 'sharp'
import { z } from 'zod'
import { fileIdSchema } from '#contracts/ids'
import { realFs } from '../disks/disk-fs.ts'
import { objectPath } from '../disks/layout.ts'
import { streamRange } from '../disks/stream-range.ts'
import { parseRange } from '../serve/range.ts'
import { thumbnailPath } from '../tree/tree-paths.ts'
import type { DiskLibrary } from './open-library.ts'
import { folderPage, missingPage, searchPage, styles, timelinePage } from './pages.ts'

const fromSchema = z.coerce.number().int().nonnegative().catch(0)
/** Of a preview that is made here: the manifest has none of it. */
const previewPixels = 640
const previewSourceMaxBytes = 200_000_000
/** What a browser shows by itself and cannot run; everything else is saved. */
const shownTypes = /^(image\/(jpeg|png|webp|gif|avif)|video\/(mp4|webm|quicktime)|audio\/\w+)$/

/**
 * The library of one disk as pages and bytes. It answers to loopback names only, writes nothing, and
 * asks nobody.
 */
export function makeReadOnlyServer(root: string, library: DiskLibrary) {
  const html = (c: Context, text: string, status: 200 | 404 = 200) => c.html(text, status)
  const fileOf = (id: string | undefined) => {
    const parsed = fileIdSchema.safeParse(id)
    return parsed.success ? library.files.get(parsed.data) : undefined
  }
  return new Hono()
    .use(async (c, next) => {
      // A page elsewhere may have a name of its own lead here.
      const host = (c.req.header('Host') ?? '').replace(/:\d+$/, '')
      if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) return c.text('Not here.', 403)
      await next()
      c.header('X-Content-Type-Options', 'nosniff')
      c.header('Referrer-Policy', 'no-referrer')
      c.header(
        'Content-Security-Policy',
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      )
    })
    .get('/', (c) => html(c, timelinePage(library, fromSchema.parse(c.req.query('from')))))
    .get('/styles.css', (c) => c.body(styles, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
    .get('/folders', (c) => {
      const from = fromSchema.parse(c.req.query('from'))
      const page = folderPage(library, c.req.query('path') ?? '', from)
      return page === null ? html(c, missingPage(library), 404) : html(c, page)
    })
    .get('/search', (c) => html(c, searchPage(library, c.req.query('q') ?? '')))
    .get('/thumbnails/:id', async (c) => {
      const file = fileOf(c.req.param('id'))
      if (!file) return html(c, missingPage(library), 404)
      const kept = await readFile(thumbnailPath(root, file)).catch(() => null)
      const bytes = kept ?? (await makePreview(objectPath(root, file.sha256)).catch(() => null))
      if (bytes === null) return html(c, missingPage(library), 404)
      return c.body(new Uint8Array(bytes), 200, {
        ...{ 'Content-Type': 'image/webp', 'Cache-Control': 'private, max-age=3600' },
      })
    })
    .get('/files/:id', async (c) => {
      const file = fileOf(c.req.param('id'))
      const path = file && objectPath(root, file.sha256)
      const found = path === undefined ? null : await stat(path).catch(() => null)
      if (!file || path === undefined || found === null) return html(c, missingPage(library), 404)
      const range = parseRange(c.req.header('Range'), found.size)
      if (range === 'none') {
        return c.body(null, 416, { 'Content-Range': `bytes */${found.size}` })
      }
      const isShown = shownTypes.test(file.mimeType)
      const whole = { start: 0, end: found.size - 1 }
      const part = range === 'whole' ? whole : range
      const headers: Record<string, string> = {
        'Content-Type': isShown ? file.mimeType : 'application/octet-stream',
        'Content-Length': String(part.end - part.start + 1),
        'Content-Disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        'Accept-Ranges': 'bytes',
        ETag: `"${file.sha256}"`,
      }
      if (range !== 'whole')
        headers['Content-Range'] = `bytes ${part.start}-${part.end}/${found.size}`
      if (found.size === 0) return c.body(null, 200, headers)
      const body = streamRange(await realFs.open(path, 'r'), part.start, part.end)
      return c.body(body, range === 'whole' ? 200 : 206, headers)
    })
    .notFound((c) => html(c, missingPage(library), 404))
}

async function makePreview(path: string): Promise<Buffer> {
  const { size } = await stat(path)
  if (size > previewSourceMaxBytes) throw new RangeError('too large to be previewed')
  return await sharp(path, { limitInputPixels: 200_000_000 })
    .rotate()
    .resize(previewPixels, previewPixels, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 78 })
    .toBuffer()
}
