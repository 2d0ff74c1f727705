import type { ManifestFile } from '../tree/manifest.ts'
import type { DiskLibrary } from './open-library.ts'

const perPage = 200

export const styles = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 80rem; padding: 1rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; }
header strong { margin-right: auto; }
input { font: inherit; padding: .35rem .6rem; border: 1px solid GrayText; border-radius: .4rem; }
.note { color: GrayText; }
ul { list-style: none; padding: 0; }
.files { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: .75rem; }
.files a { display: block; color: inherit; text-decoration: none; }
.files img, .files .blank { width: 100%; aspect-ratio: 1; object-fit: cover; border-radius: .4rem; background: color-mix(in srgb, CanvasText 8%, Canvas); display: block; }
.files span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: .85rem; }
a:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
`

const escapes: Record<string, string> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
}
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (found) => escapes[found] ?? found)
const count = (value: number) => value.toLocaleString('en')

function page(library: DiskLibrary, title: string, body: string, words = ''): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · disk ${escapeHtml(library.disk)}</title><link rel="stylesheet" href="/styles.css">
<header><strong>Disk ${escapeHtml(library.disk)}</strong><a href="/">Timeline</a><a href="/folders">Folders</a>
<form action="/search" role="search"><input type="search" name="q" value="${escapeHtml(words)}" aria-label="Search by name" placeholder="Search by name"></form></header>
<p class="note">Read from the disk alone, as of ${escapeHtml(library.at.slice(0, 10))}. Nothing here can be changed.</p>
<main><h1>${escapeHtml(title)}</h1>${body}</main></html>`
}

function tiles(files: readonly ManifestFile[]): string {
  const tile = (file: ManifestFile) => {
    const picture =
      file.kind === 'image' || file.thumbnail !== null
        ? `<img loading="lazy" alt="" src="/thumbnails/${file.fileId}">`
        : '<div class="blank"></div>'
    const lack = file.path === null ? ' (not on this disk)' : ''
    return `<li><a href="/files/${file.fileId}">${picture}<span>${escapeHtml(file.name)}${lack}</span></a></li>`
  }
  return files.length === 0
    ? '<p>There is nothing here.</p>'
    : `<ul class="files">${files.map(tile).join('')}</ul>`
}

export function timelinePage(library: DiskLibrary, from: number): string {
  const { timeline } = library
  const shown = timeline.slice(from, from + perPage)
  const months = Map.groupBy(shown, ({ shownAt }) => new Date(shownAt).toISOString().slice(0, 7))
  const parts = [...months].map(([month, files]) => `<h2>${month}</h2>${tiles(files)}`)
  const more =
    from + perPage < timeline.length ? `<p><a href="/?from=${from + perPage}">Older</a></p>` : ''
  const body = parts.length === 0 ? tiles([]) : parts.join('') + more
  return page(library, `${count(timeline.length)} files`, body)
}

/** Null when there is no such folder. */
export function folderPage(library: DiskLibrary, path: string, from: number): string | null {
  const folder = library.folders.get(path)
  if (!folder) return null
  const link = (to: string) =>
    `<li><a href="/folders?path=${encodeURIComponent(to)}">${escapeHtml(to.slice(to.lastIndexOf('/') + 1))}</a></li>`
  const more =
    from + perPage < folder.files.length
      ? `<p><a href="/folders?path=${encodeURIComponent(path)}&amp;from=${from + perPage}">More</a></p>`
      : ''
  const files = folder.files.slice(from, from + perPage)
  const isTop = path === ''
  const body = `<ul>${folder.folders.map(link).join('')}</ul>${isTop && files.length === 0 ? '' : tiles(files)}${more}`
  return page(library, isTop ? 'Folders' : path.replaceAll('/', ' / '), body)
}

export function searchPage(library: DiskLibrary, words: string): string {
  const found = library.search(words)
  const title = words.trim() === '' ? 'Search' : `${count(found.length)} with “${words.trim()}”`
  return page(library, title, tiles(found.slice(0, perPage)), words)
}

export function missingPage(library: DiskLibrary): string {
  return page(library, 'Nothing here', '<p>This disk has nothing at this address.</p>')
}
