import { answerTo, type ResponseOptions } from './transform-response.ts'

/** Says in the cache that the picture depends on Accept; the cache itself is asked by key alone. */
const variesHeader = 'X-Varies'

/**
 * Under what a signed picture lies in the cache of a data centre: what it is, not who signed for it
 * until when. `accept` counts by the formats that it can ask for.
 */
export function edgeKey(
  origin: string,
  of: { generation: number; edit: number; path: string; accept: string },
): Request {
  const takes = ['avif', 'webp'].filter((format) => of.accept.includes(`image/${format}`))
  const formats = takes.join('-') || 'any'
  return new Request(`${origin}/t/cached/${of.generation}/${of.edit}/${formats}${of.path}`)
}

/** The picture from the cache, or null. */
export async function openCached(
  key: Request,
  asked: Pick<ResponseOptions, 'head' | 'ifNoneMatch' | 'maxAgeSeconds'>,
): Promise<Response | null> {
  const hit = await caches.default.match(key)
  if (!hit) return null
  const headers = new Headers(hit.headers)
  headers.set('Cache-Control', `public, max-age=${asked.maxAgeSeconds}`)
  headers.set('Server-Timing', 'cache;desc="edge"')
  if (headers.has(variesHeader)) headers.set('Vary', 'Accept')
  for (const name of [variesHeader, 'CF-Cache-Status', 'Age']) headers.delete(name)
  return answerTo(new Response(hit.body, { headers }), asked)
}

/** Keeps a picture in the cache for as long as its address lasts. */
export async function keepCached(
  key: Request,
  picture: Response,
  leftSeconds: number,
): Promise<void> {
  const headers = new Headers(picture.headers)
  if (headers.has('Vary')) headers.set(variesHeader, '1')
  headers.delete('Vary')
  headers.set('Cache-Control', `public, max-age=${leftSeconds}`)
  await caches.default.put(key, new Response(picture.body, { headers }))
}
