import { z } from 'zod'
import { madeImageHeaders, maxOverlayBytes, overlayWantedHeader } from '#contracts/home-serve'
import { type ImageEngine, ImageEngineError, type ImageSource } from '#contracts/image-engine'
import { problemSchema } from '#contracts/problem'
import { canonicalRecipe } from '#contracts/recipe'
import { type HomeCall, type HomeClient, HomeNodeOfflineError } from '../home-nodes/home-client.ts'

/** What fails sooner did not wait for an answer in vain. */
const quickFailureMs = 3_000

const sidePxSchema = z.coerce.number().int().positive()

/** sharp on the home node, over the tunnel. Bytes are sent only when it has no copy of its own. */
export function makeHomeImageEngine(call: HomeClient): ImageEngine {
  return {
    async run(recipe, source, overlays = []) {
      const query = new URLSearchParams({
        recipe: canonicalRecipe(recipe),
        sha256: source.sha256,
      })
      const run = () => runOnHome(call, `/images/run?${query}`, source, offline)
      let response = await run()
      const wanted = overlaysWanted(response)
      if (wanted) {
        await response.body?.cancel()
        for (const overlay of overlays) {
          if (wanted.includes(overlay.sha256)) await sendOverlay(call, overlay)
        }
        response = await run()
      }
      if (response.ok && response.body) {
        return {
          body: response.body,
          mimeType: response.headers.get('Content-Type') ?? 'application/octet-stream',
          width: sidePxSchema.parse(response.headers.get(madeImageHeaders.width)),
          height: sidePxSchema.parse(response.headers.get(madeImageHeaders.height)),
        }
      }
      const problem = problemSchema.safeParse(await response.json().catch(() => null))
      const detail = problem.success
        ? problem.data.detail
        : 'The home node could not make this picture.'
      if (response.status === 413) throw new ImageEngineError('too_large', detail)
      if (response.status === 422) throw new ImageEngineError('undecodable', detail)
      if (response.status === 501) throw new ImageEngineError('capability_missing', detail)
      throw offline(new Error(`the home node answered ${response.status}`))
    },
  }
}

function overlaysWanted(response: Response): string[] | undefined {
  if (response.status !== 404) return undefined
  return response.headers.get(overlayWantedHeader)?.split(',')
}

async function sendOverlay(call: HomeClient, overlay: ImageSource): Promise<void> {
  if (overlay.sizeBytes > maxOverlayBytes) {
    throw new ImageEngineError('too_large', 'A watermark may have at most 10 MB.')
  }
  const target = `/images/overlays/${overlay.sha256}`
  const response = await runOnHome(call, target, overlay, offline)
  await response.body?.cancel()
  if (!response.ok) throw offline(new Error(`an overlay was answered ${response.status}`))
}

function offline(cause: unknown): ImageEngineError {
  return new ImageEngineError('offline', 'The home node is away; try again later.', cause)
}

/**
 * POSTs to the home node without a body first, since it mostly has the original on its disks,
 * and with the bytes when it answers 404. What a caller just sent goes along at once. A source that
 * cannot be opened is no different from a node that is away: asking again may help. Its reason is the
 * error's cause.
 */
export async function runOnHome(
  call: HomeClient,
  target: string,
  source: ImageSource,
  offlineError: (cause: unknown) => Error,
): Promise<Response> {
  const { bytes } = source
  const post = async (body: HomeCall['body'] | undefined = bytes) => {
    try {
      return await call({ method: 'POST', target, timeoutMs: 30_000, ...(body && { body }) })
    } catch (error) {
      throw error instanceof HomeNodeOfflineError ? offlineError(error) : error
    }
  }
  // A connection that was kept open may just have been closed at the other end: that is not being away.
  const startedAt = Date.now()
  const first = await post().catch((error: unknown) => {
    if (Date.now() - startedAt > quickFailureMs) throw error
    return post()
  })
  if (first.status !== 404 || bytes || overlaysWanted(first)) return first
  await first.body?.cancel()
  const stream = await source.open().catch((cause: unknown) => {
    throw offlineError(cause)
  })
  return await post({ stream, sha256: source.sha256, sizeBytes: source.sizeBytes })
}
