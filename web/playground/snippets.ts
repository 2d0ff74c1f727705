import type { FileId } from '#contracts/ids'
import { type Entry, printEntries, withParameter } from './parameters.ts'

const widths = [400, 800, 1_600]

/** The address of a made picture below an origin. */
export function transformUrl(origin: string, id: FileId, entries: readonly Entry[]): string {
  const query = printEntries(entries)
  return `${origin}/api/images/${id}/transform${query === '' ? '' : `?${query}`}`
}

/** The same as a path, which some caches want. */
export function pathUrl(origin: string, id: FileId, entries: readonly Entry[]): string {
  const parts = entries.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${origin}/t/${parts.length === 0 ? '-' : parts.join(',')}/${id}`
}

export function curlOf(url: string): string {
  return `curl -H "Authorization: Bearer $CLOUDVAULT_KEY" \\\n  -o picture "${url}"`
}

/** An image in three widths, of which the browser takes the one that it needs. */
export function htmlOf(origin: string, id: FileId, entries: readonly Entry[]): string {
  const at = (width: number) =>
    transformUrl(origin, id, withParameter(entries, 'resize', `${width}x`)).replaceAll('&', '&amp;')
  const set = widths.map((width) => `    ${at(width)} ${width}w`).join(',\n')
  return `<img\n  src="${at(800)}"\n  srcset="\n${set}"\n  sizes="(max-width: 800px) 100vw, 800px"\n  alt="">`
}
