import { html } from 'hono/html'
import type { DropAccepts, DroppedFile } from '#contracts/drops'
import { notePage } from '../shares/page.ts'
import type { OpenDrop } from './queries.ts'
import type { Visit } from './visit-cookie.ts'

type Html = ReturnType<typeof html>

const acceptAttribute: Record<DropAccepts, string> = {
  pictures: 'image/*',
  media: 'image/*,video/*',
  files: '',
}

/** Asks a guest who they are, and for the password where there is one. */
export async function dropDoorPage(open: OpenDrop, wrong: string | null): Promise<string> {
  const { drop } = open
  const body = html`${words(open)}
<form method="post" action="/s/d/${drop.slug}">
<label>Your name <input name="name" required autofocus autocomplete="name" maxlength="60"></label>
${drop.passwordHash === null ? '' : html`<label>Password <input type="password" name="password" required autocomplete="off" maxlength="200"></label>`}
${wrong === null ? '' : html`<p class="wrong" role="alert">${wrong}</p>`}
<button class="act">Go on</button>
</form>`
  return await notePage(drop.title, body)
}

/** Where a guest sends files, with those that they sent; complete without its script. */
export async function dropPage(
  open: OpenDrop,
  visit: Visit,
  files: DroppedFile[],
  failures: string[],
): Promise<string> {
  const { drop, by } = open
  const count = files.length === 1 ? 'One file' : `${files.length} files`
  const body = html`${words(open)}
${files.length > 0 ? html`<p class="thanks" role="status">Thank you, ${visit.guestName}. ${count} arrived.</p>` : ''}
${failures.map((failure) => html`<p class="wrong" role="alert">${failure}</p>`)}
<form id="drop" method="post" action="/s/d/${drop.slug}/files" enctype="multipart/form-data" data-most="${drop.maxFileBytes}">
<label>${files.length > 0 ? 'Send more' : drop.accepts === 'files' ? 'Choose files' : 'Choose pictures'} <input type="file" name="file" multiple required accept="${acceptAttribute[drop.accepts]}"></label>
<button class="act">Send</button>
</form>
<ul class="rows" id="sending" hidden></ul>
${files.length > 0 ? html`<ul class="rows" aria-label="What you sent">${files.map((file) => row(drop.slug, file))}</ul>` : ''}
<p><small class="quiet">${limits(open)} They go to ${by}, with your name. Nobody who has this link sees what you send.</small></p>
<script src="/share/drop.js" async></script>`
  return await notePage(drop.title, body)
}

function words({ drop, by }: OpenDrop): Html {
  return html`<p>${by} asks you for ${drop.accepts === 'files' ? 'files' : 'pictures'}.</p>
${drop.message === null ? '' : html`<p class="say">${drop.message}</p>`}`
}

function row(slug: string, { id, name, sizeBytes, takeBackUntil }: DroppedFile): Html {
  const back = takeBackUntil
    ? html`<form method="post" action="/s/d/${slug}/files/${id}/take-back"><button class="plain" aria-label="Take back ${name}">Take back</button></form>`
    : ''
  return html`<li><span>${name}<br><small>${megabytes(sizeBytes)}</small></span>${back}</li>`
}

function limits({ drop }: OpenDrop): string {
  const room = `${drop.filesLeft} more files, ${megabytes(drop.bytesLeft)} in all`
  return `At most ${megabytes(drop.maxFileBytes)} each; room for ${room}.`
}

function megabytes(bytes: number): string {
  if (bytes < 100_000) return `${Math.max(1, Math.round(bytes / 1_000))} KB`
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`
  return `${(bytes / 1_000_000_000).toFixed(bytes < 10_000_000_000 ? 1 : 0)} GB`
}

/** A sentence on a page of its own. */
export async function dropNote(title: string, sentence: string): Promise<string> {
  return await notePage(title, html`<p>${sentence}</p>`)
}
