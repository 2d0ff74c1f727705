import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'

/** A hub on loopback for tests and runs by hand: the files of `folder`, whatever the repository. */
export async function serveHub(folder: string): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const path = /\/resolve\/[0-9a-f]{40}\/([\w./-]+)$/.exec(request.url ?? '')?.[1] ?? ''
    void readFile(join(folder, path.replaceAll('..', ''))).then(
      (bytes) => response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('It listens on a port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
