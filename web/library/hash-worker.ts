import { sha256 } from '@noble/hashes/sha2.js'

// Runs in a worker of its own, so that hashing a large file never holds up the page.
// One file at a time: its bytes go through memory once.
let last: Promise<unknown> = Promise.resolve()
const cancelled = new Set<number>()

/** Up to this size the runtime's own digest takes the file whole: it is seven times as fast. */
const wholeMaxBytes = 128_000_000
const sliceBytes = 8_388_608

addEventListener('message', (event: MessageEvent<{ id: number; file: Blob | null }>) => {
  const { id, file } = event.data
  if (file === null) {
    cancelled.add(id)
    return
  }
  last = last
    .then(() => hash(id, file))
    .then(
      (sha256) => postMessage({ id, sha256 }),
      () => postMessage({ id, sha256: null }),
    )
    .finally(() => cancelled.delete(id))
})

async function hash(id: number, file: Blob): Promise<string | null> {
  if (cancelled.has(id)) return null
  if (file.size <= wholeMaxBytes && crypto.subtle !== undefined) {
    return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer())))
  }
  const running = sha256.create()
  for (let at = 0; at < file.size; at += sliceBytes) {
    if (cancelled.has(id)) return null
    running.update(new Uint8Array(await file.slice(at, at + sliceBytes).arrayBuffer()))
  }
  return hex(running.digest())
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
