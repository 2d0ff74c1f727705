/** Must agree with web/public/sw.js, which puts there what another app shares. */
const cacheName = 'shared-files'

/** Files that another app shared with this one, once: they are forgotten here with the answer. */
export async function takeSharedFiles(): Promise<File[]> {
  if (!('caches' in globalThis) || !(await caches.has(cacheName))) return []
  const cache = await caches.open(cacheName)
  const files: File[] = []
  for (const request of await cache.keys()) {
    const response = await cache.match(request)
    if (!response) continue
    const name = decodeURIComponent(response.headers.get('X-Name') ?? 'shared')
    const lastModified = Number(response.headers.get('X-Modified') ?? Date.now())
    const type = response.headers.get('Content-Type') ?? ''
    files.push(new File([await response.blob()], name, { type, lastModified }))
  }
  await caches.delete(cacheName)
  return files
}
