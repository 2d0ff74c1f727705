/**
 * The peer of the benchmarks, doing one thing and nothing else: PUT stores the body in R2, a GET of
 * `/statement` runs one D1 statement that reads nothing, one below `/cached/` answers what was PUT there
 * out of the Cache API, every other GET answers at once, with as many `bytes` of JSON as it is asked for.
 */
export default {
  async fetch(request: Request, env: { BUCKET: R2Bucket; DB: D1Database }): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname.startsWith('/cached/')) return await cached(request)
    if (request.method === 'PUT') {
      await env.BUCKET.put(pathname.slice(1), request.body)
      return new Response(null, { status: 201 })
    }
    if (pathname === '/statement') await env.DB.prepare('select 1').raw()
    const text = '{}'.padEnd(Number(searchParams.get('bytes') ?? 2))
    return new Response(text, { headers: { 'Content-Type': 'application/json' } })
  },
}

async function cached(request: Request): Promise<Response> {
  const key = new Request(request.url)
  if (request.method !== 'PUT') {
    return (await caches.default.match(key)) ?? new Response(null, { status: 404 })
  }
  const headers = { 'Cache-Control': 'public, max-age=86400' }
  await caches.default.put(key, new Response(request.body, { headers }))
  return new Response(null, { status: 201 })
}
