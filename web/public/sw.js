// Keeps the page itself, so that it opens without a connection and says so, and takes what a phone
// shares. It keeps nothing that is anybody's: no picture, no answer of the API. See
// worker/design/installable.md.

const shell = 'shell-v1'
/** Scripts, styles and fonts have their hash in their name: kept, they never grow old. */
const keptAssets = 200
/** Must agree with web/library/shared-files.ts. */
const shared = 'shared-files'
const sharedMax = 200

self.addEventListener('install', (event) => {
  event.waitUntil(keepPage().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name !== shell && name !== shared) await caches.delete(name)
      }
      await self.clients.claim()
    })(),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== location.origin) return
  if (request.method === 'POST' && url.pathname === '/share-target') {
    event.respondWith(takeShared(request))
    return
  }
  if (request.method !== 'GET') return
  if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
  else if (request.mode === 'navigate' && isPage(url.pathname)) event.respondWith(page(request))
})

/** All but what the Worker itself answers: links, media, the API. */
function isPage(path) {
  return !/^\/(api|m|p|s|t|ws|orgs|recognize|healthz|readyz|version)(\/|$)/.test(path)
}

/** The vault's page, always the newest; without a connection, the one that was here last. */
async function page(request) {
  try {
    const response = await fetch(request)
    const isHtml = response.headers.get('Content-Type')?.startsWith('text/html')
    if (response.ok && !response.redirected && isHtml)
      await keep(await caches.open(shell), '/', response)
    return response
  } catch (error) {
    const kept = await caches.match('/', { cacheName: shell })
    if (kept) return kept
    throw error
  }
}

async function asset(request) {
  const cache = await caches.open(shell)
  const kept = await cache.match(request)
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) {
    await keep(cache, request, response)
    await dropOldest(cache)
  }
  return response
}

/** What the first page needs, as its document names it. */
async function keepPage() {
  const cache = await caches.open(shell)
  const response = await fetch('/', { cache: 'no-cache' })
  if (!response.ok) return
  const text = await response.clone().text()
  await cache.put('/', response)
  const named = [...text.matchAll(/"(\/(?:assets\/[^"]+|theme\.js|favicon\.svg))"/g)]
  await Promise.all(
    named.map(async ([, path]) => {
      if (await cache.match(path)) return
      const found = await fetch(path)
      if (found.ok) await cache.put(path, found)
    }),
  )
}

async function keep(cache, key, response) {
  // A full disk is no reason to show nothing.
  await cache.put(key, response.clone()).catch(() => null)
}

async function dropOldest(cache) {
  const keys = await cache.keys()
  const assets = keys.filter(({ url }) => new URL(url).pathname.startsWith('/assets/'))
  for (const old of assets.slice(0, Math.max(0, assets.length - keptAssets)))
    await cache.delete(old)
}

/** What another app shares waits here until the page has it, which sends it like anything picked. */
async function takeShared(request) {
  const form = await request.formData()
  const files = form.getAll('files').filter((entry) => entry instanceof File)
  const cache = await caches.open(shared)
  for (const [at, file] of files.slice(0, sharedMax).entries()) {
    const headers = {
      'Content-Type': file.type || 'application/octet-stream',
      'X-Name': encodeURIComponent(file.name),
      'X-Modified': String(file.lastModified),
    }
    await cache.put(`/shared/${Date.now()}-${at}`, new Response(file, { headers }))
  }
  return Response.redirect('/', 303)
}
