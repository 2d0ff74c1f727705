import { ImageEngineError } from '#contracts/image-engine'
import { renditionRecipe } from '#contracts/recipe'
import { renditionMimeType } from '#contracts/renditions'
import type { Deps } from '../deps.ts'
import { AppError, noSuchFile } from '../errors.ts'
import { findFile } from '../files/queries.ts'
import { originalKey, renditionKey } from '../originals/keys.ts'
import type { MediaTarget } from './media-url.ts'

/**
 * A rendition from R2; when it is not there (lost, or not made yet) it is made on the home node,
 * stored and answered. Answers a response that a shared cache may keep. Throws `not_found`,
 * `undecodable`, `too_large` or `home_node_offline`.
 */
export async function openRendition(
  deps: Pick<Deps, 'bucket' | 'db' | 'originals' | 'imageEngine' | 'log'>,
  media: MediaTarget,
): Promise<Response> {
  const key = renditionKey(media.spaceId, media.fileId, media.rendition)
  const stored = await deps.bucket.get(key)
  if (stored) return pictureResponse(stored.body, stored.size, stored.httpEtag)
  await makeRendition(deps, media, key)
  const made = await deps.bucket.get(key)
  if (!made) throw new AppError('try_again', 'The picture was made but is not stored yet.')
  return pictureResponse(made.body, made.size, made.httpEtag)
}

async function makeRendition(
  deps: Pick<Deps, 'bucket' | 'db' | 'originals' | 'imageEngine' | 'log'>,
  { spaceId, fileId, rendition }: MediaTarget,
  key: string,
) {
  const file = await findFile(deps.db, [spaceId], fileId)
  if (file?.kind !== 'image' || file.preview === 'none') throw noSuchFile()
  const { sha256, sizeBytes, originalId } = file
  try {
    const made = await deps.imageEngine.run(renditionRecipe(rendition), {
      sha256,
      sizeBytes,
      async open() {
        const opened = await deps.originals.open(originalKey(spaceId, originalId))
        if (!opened) throw new AppError('gone', 'The original is not in R2.')
        return opened.body
      },
    })
    // R2 takes streams of known length only; a rendition is small (a few hundred KB).
    await deps.bucket.put(key, await new Response(made.body).arrayBuffer(), {
      httpMetadata: { contentType: renditionMimeType },
    })
    deps.log.info('rendition.made_on_demand', { fileId, rendition })
  } catch (error) {
    if (!(error instanceof ImageEngineError)) throw error
    // The original was not where it should be: that is ours to say, not the home node's.
    if (error.cause instanceof AppError) throw error.cause
    if (error.code === 'offline') {
      const detail = 'This picture waits for the home node, which is away.'
      throw new AppError('home_node_offline', detail, { cause: error, retryAfterSeconds: 30 })
    }
    throw new AppError(error.code, error.message, { cause: error })
  }
}

function pictureResponse(body: ReadableStream, sizeBytes: number, etag: string): Response {
  return new Response(body, {
    headers: {
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Length': String(sizeBytes),
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Content-Type': renditionMimeType,
      'Cross-Origin-Resource-Policy': 'same-origin',
      ETag: etag,
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
