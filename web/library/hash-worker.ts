// Runs in a worker of its own, so that hashing a large picture never holds up the page.
// One file at a time: each is held whole while it is hashed.
let last: Promise<unknown> = Promise.resolve()

addEventListener('message', (event: MessageEvent<{ id: number; file: Blob }>) => {
  const { id, file } = event.data
  last = last
    .then(() => hash(file))
    .then(
      (sha256) => postMessage({ id, sha256 }),
      () => postMessage({ id, sha256: null }),
    )
})

async function hash(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
