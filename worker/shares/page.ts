import { html, raw } from 'hono/html'
import { pageStyle, ratioClass } from './page-style.ts'
import type { SharePage } from './read-page.ts'
import type { ShareState } from './share-state.ts'
import type { ShareTarget } from './share-url.ts'
import type { ShownFile } from './visitor-queries.ts'
import { wayOut } from './what-leaves.ts'

type Html = ReturnType<typeof html>

export interface PageFrame {
  /** `https://host`, for what previews of the link in messages need in full. */
  origin: string
  sign: (subject: ShareTarget['subject'], name: ShareTarget['name']) => string
  /** In a frame on another page: only the pictures. */
  isEmbedded: boolean
  /** Whether anybody may see it, so that messages may show a preview. */
  isOpen: boolean
}

/** One page of a share as a document. Complete without its script, which adds keys and gestures. */
export async function sharePage(
  share: ShareState,
  page: SharePage,
  frame: PageFrame,
): Promise<string> {
  const shown = page.files.filter(({ preview }) => preview === 'ready')
  const others = page.files.filter(({ preview }) => preview !== 'ready')
  const isFirst = page.page === 1 && page.inside === null
  const cover = isFirst && !frame.isEmbedded && shown.length > 2 ? shown[0] : undefined
  const title = page.inside?.name ?? share.title
  const body = html`${frame.isEmbedded ? '' : head(share, page, frame, cover)}
<main>
${page.folders.length > 0 ? folderList(share, page.folders) : ''}
${shown.length > 0 ? html`<ul class="grid" aria-label="Pictures">${shown.map((file, index) => cell(file, index, frame))}</ul>` : ''}
${others.length > 0 ? html`<ul class="rows" aria-label="Files">${others.map((file) => row(share, file, frame))}</ul>` : ''}
${page.files.length + page.folders.length === 0 ? html`<p class="note quiet">There is nothing in it yet. Look again later.</p>` : ''}
${pages(share, page)}
</main>
${shown.map((file, index) => view(share, file, index, shown.length, frame))}
${frame.isEmbedded ? '' : html`<footer>Shared with CloudVault. What you see here is counted, not who you are.</footer>`}
<script src="/share/view.js" async></script>`
  return await wholeDocument(title, body, frame.isOpen ? openGraph(share, frame, shown.length) : '')
}

/** A page that only says something: an end, a door, or that there is nothing. */
export async function notePage(title: string, body: Html | string): Promise<string> {
  return await wholeDocument(title, html`<main class="note"><h1>${title}</h1>${body}</main>`, '')
}

async function wholeDocument(title: string, body: Html | Promise<Html>, meta: Html | string) {
  const text = await html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex,nofollow">
<title>${title}</title>
<link rel="icon" href="/favicon.svg">
${meta}<style>${raw(pageStyle)}</style>
${body}
</html>`
  return String(text)
}

function openGraph(share: ShareState, { origin }: PageFrame, pictures: number): Html {
  return html`<meta property="og:title" content="${share.title}">
<meta property="og:description" content="${share.message ?? `Shared by ${share.sharedBy}`}">
<meta property="og:type" content="website">
<meta property="og:url" content="${origin}/s/${share.slug}">
${pictures > 0 ? html`<meta property="og:image" content="${origin}/s/${share.slug}/cover"><meta name="twitter:card" content="summary_large_image">` : ''}
`
}

function head(
  share: ShareState,
  page: SharePage,
  { sign }: PageFrame,
  cover: ShownFile | undefined,
): Html {
  const place = page.inside?.id ?? 'all'
  const above = page.inside?.parentId
  const words = html`<header><h1>${page.inside?.name ?? share.title}</h1>
<p class="by">${page.inside ? html`In <a href="/s/${share.slug}${above ? `/${above}` : ''}">${above ? 'the folder above' : share.title}</a>` : `Shared by ${share.sharedBy}`}</p>
${page.inside === null && share.message !== null ? html`<p class="say">${share.message}</p>` : ''}
${share.allowsZip && page.files.some((file) => leaves(share, file)) ? html`<p class="acts"><a class="act" href="${sign(place, 'zip')}" download>Download all</a></p>` : ''}</header>`
  if (!cover) return words
  return html`<div class="cover"><img src="${sign(cover.id, coverName(share))}" alt="" fetchpriority="high">${words}</div>`
}

function folderList(share: ShareState, folders: SharePage['folders']): Html {
  return html`<ul class="folders" aria-label="Folders">${folders.map(
    ({ id, name, fileCount }) =>
      html`<li><a href="/s/${share.slug}/${id}">${name} <small class="quiet">${fileCount}</small></a></li>`,
  )}</ul>`
}

function cell(file: ShownFile, index: number, { sign }: PageFrame): Html {
  const film = file.kind === 'video' ? ' film' : ''
  return html`<li id="g${index}" class="${ratioClass(file)}${film}"><a href="#p${index}"><img src="${sign(file.id, '320')}" alt="${file.name}" ${index < 8 ? '' : raw('loading="lazy"')} decoding="async"></a></li>`
}

function view(
  share: ShareState,
  file: ShownFile,
  index: number,
  count: number,
  { sign }: PageFrame,
): Html {
  const side = share.largestSide === 2560 && file.kind === 'video' ? 1600 : share.largestSide
  const large = sign(file.id, `${side}`)
  const isPlayed =
    file.kind === 'video' && wayOut(share, file) === 'as-it-is' && !share.countsDownloads
  const shown = isPlayed
    ? html`<video src="${sign(file.id, 'original')}" poster="${large}" controls preload="none"></video>`
    : html`<img src="${large}" alt="${file.name}" loading="lazy">`
  return html`<div class="view" id="p${index}" role="group" aria-label="${index + 1} of ${count}: ${file.name}">${shown}
${download(share, file, sign, 'get')}
${index > 0 ? html`<a class="prev" href="#p${index - 1}" aria-label="Previous">‹</a>` : ''}${index + 1 < count ? html`<a class="next" href="#p${index + 1}" aria-label="Next">›</a>` : ''}<a class="x" href="#g${index}" aria-label="Close">×</a></div>`
}

function row(share: ShareState, file: ShownFile, { sign }: PageFrame): Html {
  return html`<li><span>${file.name}<br><small>${sizeInWords(file.sizeBytes)}</small></span>${download(share, file, sign, '')}</li>`
}

function download(
  share: ShareState,
  file: ShownFile,
  sign: PageFrame['sign'],
  className: string,
): Html | string {
  const name = leaves(share, file)
  if (name === null) return ''
  return html`<a class="${className}" href="${sign(file.id, name)}" download aria-label="Download ${file.name}">Download</a>`
}

export function coverName({ largestSide }: ShareState): '320' | '1600' {
  return largestSide === 320 ? '320' : '1600'
}

/** As what a file may be kept; null: not at all. */
function leaves(share: ShareState, file: ShownFile): 'original' | 'preview' | null {
  if (wayOut(share, file) !== null) return 'original'
  return share.downloads !== 'none' && file.preview === 'ready' ? 'preview' : null
}

function pages(share: ShareState, { inside, page, hasMore }: SharePage): Html | string {
  if (page === 1 && !hasMore) return ''
  const at = (to: number) => `/s/${share.slug}/${inside?.id ?? 'all'}/${to}`
  return html`<nav class="pages" aria-label="Pages">${page > 1 ? html`<a rel="prev" href="${at(page - 1)}">Before</a>` : ''}<span>Page ${page}</span>${hasMore ? html`<a rel="next" href="${at(page + 1)}">More</a>` : ''}</nav>`
}

function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
