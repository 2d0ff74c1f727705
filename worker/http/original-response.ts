import type { Sha256 } from '#contracts/ids'
import type { OpenOriginal } from '#contracts/originals'

/** Types a browser may show by itself; everything else is an attachment of opaque bytes. */
const inlineTypes = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/avif',
  'image/gif',
  'video/mp4',
  'video/webm',
])

/**
 * An original as a download: never rendered in the page's origin, whatever it holds.
 * Content-Type comes from the sniffed type and only if a browser can do no harm with it.
 */
export function originalResponse(
  opened: OpenOriginal,
  file: { name: string; mimeType: string; sha256: Sha256 },
  options: { head: boolean; partial: boolean },
): Response {
  const { start, end } = opened.range
  const headers = new Headers({
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-cache',
    'Content-Disposition': contentDisposition(file.name),
    'Content-Length': String(opened.sizeBytes === 0 ? 0 : end - start + 1),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Content-Type': inlineTypes.has(file.mimeType) ? file.mimeType : 'application/octet-stream',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ETag: `"${file.sha256}"`,
    'X-Content-Type-Options': 'nosniff',
  })
  if (options.partial) headers.set('Content-Range', `bytes ${start}-${end}/${opened.sizeBytes}`)
  return new Response(options.head ? null : opened.body, {
    status: options.partial ? 206 : 200,
    headers,
  })
}

/** RFC 6266 with RFC 8187: an ASCII name for old clients, the true name for all others. */
export function contentDisposition(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%/]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
