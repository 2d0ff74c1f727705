import { type FileId, type FolderId, fileIdSchema } from '#contracts/ids'
import type { Recipe } from '#contracts/recipe'
import type { Deps } from '../deps.ts'
import { AppError, noSuchFile } from '../errors.ts'
import { entryNames } from '../exports/entry-names.ts'
import { openOriginal } from '../files/download.ts'
import { type FoundFile, findFile } from '../files/find-file.ts'
import { contentDisposition, originalResponse } from '../http/original-response.ts'
import { zipStream } from '../http/zip-stream.ts'
import { engineProblem } from '../images/engine-problem.ts'
import { filesAt } from './read-page.ts'
import { openSharePicture } from './share-picture.ts'
import type { ShareState } from './share-state.ts'
import { stripMetadata } from './strip/strip-metadata.ts'
import { takeOne } from './visitor-queries.ts'
import { countVisit } from './visits.ts'
import { wayOut } from './what-leaves.ts'

const maxZipFiles = 1_000

/** What is asked of the edges of a download. */
export interface Asked {
  /** The `Range` header; a link that counts downloads gives whole files only. */
  range: string | undefined
  isHead: boolean
  host: string
  beforeMaking: () => Promise<void>
}

/**
 * A file to keep: its original, as the link lets it leave, or the largest picture that is shown. Throws
 * `not_found`, `gone` when no download is left, `forbidden` for what stays here.
 */
export async function openShareDownload(
  deps: Deps,
  share: ShareState,
  subject: FileId,
  name: 'preview' | 'original',
  asked: Asked,
): Promise<Response> {
  const file = await findFile(deps, subject)
  if (file?.spaceId !== share.spaceId || file.trashedAt !== null) throw noSuchFile()
  const way = name === 'original' ? wayOut(share, file) : null
  const mayLeave = name === 'original' ? way !== null : share.downloads !== 'none'
  if (!mayLeave) throw new AppError('forbidden', 'This link does not give this file away.')
  const range = share.countsDownloads || way !== 'as-it-is' ? undefined : asked.range
  if (!asked.isHead && !/^bytes=0*[1-9]/.test(range ?? '')) await countDownload(deps, share)
  if (way === 'as-it-is') {
    const { opened, partial } = await openOriginal(deps, file, range)
    return originalResponse(opened, file, { head: asked.isHead, partial })
  }
  const leaving = await openLeaving(deps, share, file, way, asked.beforeMaking)
  const headers = attachment(leaving.name, leaving.mimeType)
  if (asked.isHead) await leaving.body.cancel()
  return new Response(asked.isHead ? null : leaving.body, { headers })
}

/**
 * A zip of what a place of the share shows, which streams: one file is open at a time. What cannot
 * leave, or not now, is left out, and a text in the zip names it.
 */
export async function openShareZip(
  deps: Deps,
  share: ShareState,
  folderId: FolderId | null,
  asked: Asked,
): Promise<Response> {
  if (!share.allowsZip || share.downloads === 'none') {
    throw new AppError('forbidden', 'This link does not give a zip.')
  }
  const headers = attachment(`${share.title}.zip`, 'application/zip')
  if (asked.isHead) return new Response(null, { headers })
  const slice = { limit: maxZipFiles, offset: 0 }
  const files = await filesAt(deps, share, folderId, slice, asked.host)
  await countDownload(deps, share)
  const ids = files.map(({ id }) => id)
  return new Response(zipStream(zipEntries(deps, share, ids, asked)), { headers })
}

async function* zipEntries(deps: Deps, share: ShareState, ids: FileId[], asked: Asked) {
  const nameFor = entryNames(['Left out.txt'])
  const missing: string[] = []
  for (const id of ids) {
    const file = await findFile(deps, fileIdSchema.parse(id))
    if (!file || file.trashedAt !== null) continue
    const way = wayOut(share, file)
    if (way === null && file.preview !== 'ready') {
      missing.push(file.name)
      continue
    }
    try {
      const { name, body } = await openLeaving(deps, share, file, way, asked.beforeMaking)
      const lastModified = new Date(file.createdAt)
      yield { name: nameFor('', name), input: body, lastModified, mostBytes: file.sizeBytes }
    } catch (error) {
      deps.log.error('share.file_left_out', error, { fileId: file.id })
      missing.push(file.name)
    }
  }
  if (missing.length === 0) return
  const input = `These files could not be put into the zip:\n\n${missing.join('\n')}\n`
  yield { name: 'Left out.txt', input, lastModified: new Date(deps.now()) }
}

interface Leaving {
  name: string
  mimeType: string
  body: ReadableStream<Uint8Array>
}

async function openLeaving(
  deps: Deps,
  share: ShareState,
  file: FoundFile,
  way: ReturnType<typeof wayOut>,
  beforeMaking: () => Promise<void>,
): Promise<Leaving> {
  const { name, mimeType } = file
  switch (way) {
    case 'as-it-is':
      return { name, mimeType, body: (await openOriginal(deps, file, undefined)).opened.body }
    case 'stripped': {
      const { opened } = await openOriginal(deps, file, undefined)
      return { name, mimeType, body: stripMetadata(opened.body, mimeType) }
    }
    case 'remade':
      return { name: `${stem(name)}.jpg`, mimeType: 'image/jpeg', body: await remake(deps, file) }
    case null: {
      const side = file.kind === 'image' ? share.largestSide : Math.min(share.largestSide, 1600)
      const shown = side === 320 ? '320' : side === 1600 ? '1600' : '2560'
      const { body } = await openSharePicture(deps, share, file.id, shown, beforeMaking)
      if (!body) throw noSuchFile()
      return { name: `${stem(name)}.webp`, mimeType: 'image/webp', body }
    }
  }
}

/** The whole picture as a JPEG, made at home, which says nothing of itself. */
async function remake(deps: Deps, file: FoundFile): Promise<ReadableStream<Uint8Array>> {
  const { sha256, sizeBytes } = file
  const open = async () => (await openOriginal(deps, file, undefined)).opened.body
  const recipe: Recipe = { steps: [], output: { format: 'jpeg', quality: 92 } }
  try {
    return (await deps.imageEngine.run(recipe, { sha256, sizeBytes, open })).body
  } catch (error) {
    throw engineProblem(error)
  }
}

/** Takes one of the downloads that are left, where the link counts them down, and counts it. */
async function countDownload(deps: Deps, share: ShareState): Promise<void> {
  if (share.countsDownloads && !(await takeOne(deps.db, share.id, 'downloadsLeft'))) {
    throw new AppError('gone', 'All downloads of this link are used up.')
  }
  countVisit(deps, share.id, 'downloads')
}

function attachment(name: string, mimeType: string): Headers {
  return new Headers({
    'Content-Disposition': contentDisposition(name),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Content-Type': mimeType,
    'X-Content-Type-Options': 'nosniff',
  })
}

function stem(name: string): string {
  return name.replace(/\.[^.]{1,5}$/, '')
}
