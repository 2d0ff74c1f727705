import { renditionRecipe } from '#contracts/recipe'
import { renditionMimeType } from '#contracts/renditions'
import type { Deps } from '../deps.ts'
import { noSuchFile } from '../errors.ts'
import { findFile } from '../files/find-file.ts'
import { findLender } from '../files/find-lender.ts'
import { engineProblem } from '../images/engine-problem.ts'
import { imageSourceOf } from '../images/image-source.ts'
import { renditionKey } from '../originals/keys.ts'
import { makeEdited } from '../transforms/edits/make-edited.ts'
import type { MediaTarget } from './media-url.ts'

type RenditionDeps = Parameters<typeof makeEdited>[0]

/**
 * A rendition from R2; when it is not there (lost, or not made yet) it is taken from another file of
 * the same original or made, stored and answered. Answers a response that a shared cache may keep. Throws `not_found`, `gone`,
 * `undecodable`, `too_large`, `try_again` or `home_node_offline`.
 */
export async function openRendition(deps: RenditionDeps, media: MediaTarget): Promise<Response> {
  const key = renditionKey(media.spaceId, media.fileId, media.rendition, media.edit)
  const stored = await deps.bucket.get(key)
  if (stored) return pictureResponse(stored.body, stored.size)
  const made =
    media.edit > 0
      ? await makeAnew(deps, media)
      : ((await borrowRendition(deps, media)) ?? (await makeRendition(deps, media)))
  try {
    await deps.bucket.put(key, made, { httpMetadata: { contentType: renditionMimeType } })
  } catch (error) {
    // R2 takes one write a second of a key: another request may just be storing the same picture.
    deps.log.error('rendition.not_stored', error, { fileId: media.fileId })
  }
  // Purged while the picture was made: nothing would name it any more.
  if (!(await findFile(deps, media.fileId))) {
    await deps.bucket.delete(key)
    throw noSuchFile()
  }
  return pictureResponse(made, made.byteLength)
}

/** Of an edit that the file still shows: the pictures of those before are given up. */
async function makeAnew(
  deps: RenditionDeps,
  { spaceId, fileId, rendition, edit }: MediaTarget,
): Promise<ArrayBuffer> {
  const file = await findFile(deps, fileId)
  const isShown = file?.spaceId === spaceId && file.shownEdit === edit
  if (!isShown || rendition === 'moving') throw noSuchFile()
  const { bytes } = await makeEdited(deps, file, edit, rendition)
  return new Uint8Array(bytes).buffer
}

/** The same picture as a copy of the file has it, so that no home node is needed. */
async function borrowRendition(
  deps: Pick<Deps, 'bucket' | 'db'>,
  { spaceId, fileId, rendition }: MediaTarget,
): Promise<ArrayBuffer | null> {
  const lender = await findLender(deps, fileId, rendition)
  if (lender === undefined) return null
  const lent = await deps.bucket.get(renditionKey(spaceId, lender, rendition))
  return lent && (await lent.arrayBuffer())
}

async function makeRendition(
  deps: Pick<Deps, 'db' | 'originals' | 'imageEngine' | 'log'>,
  { spaceId, fileId, rendition }: MediaTarget,
): Promise<ArrayBuffer> {
  const file = await findFile(deps, fileId)
  if (file?.spaceId !== spaceId) throw noSuchFile()
  const isMade = file.kind === 'image' && file.preview !== 'none'
  if (!isMade || rendition === 'moving') throw noSuchFile()
  try {
    const source = imageSourceOf(deps, file)
    const made = await deps.imageEngine.run(renditionRecipe(rendition), source)
    deps.log.info('rendition.made_on_demand', { fileId, rendition })
    // A rendition is small (a few hundred KB), and R2 takes streams of known length only.
    return await new Response(made.body).arrayBuffer()
  } catch (error) {
    throw engineProblem(error)
  }
}

function pictureResponse(body: ReadableStream | ArrayBuffer, sizeBytes: number): Response {
  return new Response(body, {
    headers: {
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Length': String(sizeBytes),
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Content-Type': renditionMimeType,
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
