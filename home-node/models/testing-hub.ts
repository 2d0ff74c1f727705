import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface HubBehaviour {
  tag?: string
  /** Breaks the connection after so many bytes of an answer, `cuts` times or always. */
  cutAfter?: number
  cuts?: number
  /** Where it would break the connection, it stays silent. */
  hangs?: boolean
  ignoresRange?: boolean
  /** Sends so many bytes more than there are. */
  extra?: number
  /** Sends headers and nothing more. */
  stalls?: boolean
  /** Answers a range by another one. */
  wrongStart?: boolean
  status?: number
}

export interface Hub {
  url: string
  /** What was asked for, in order: the Range and If-Range headers. */
  ranges: (string | null)[]
  conditions: (string | null)[]
  /** Paths in order. */
  paths: string[]
  sentBytes: number
  /** Changes how it behaves from now on. */
  behave(behaviour: HubBehaviour): void
}

/**
 * A hub on loopback, behaving as it is told; closed when the test ends. Serves the same bytes at every
 * path, or the files of a folder below `/{repository}/resolve/{revision}/`.
 */
export async function aHub(
  served: Uint8Array | { folder: string },
  behaviour: HubBehaviour = {},
): Promise<Hub> {
  let how = behaviour
  let cuts = 0
  const hub: Hub = {
    ...{ url: '', ranges: [], conditions: [], paths: [], sentBytes: 0 },
    behave(next) {
      how = next
      cuts = 0
    },
  }
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy())
  })

  async function bytesOf(path: string): Promise<Uint8Array | null> {
    if (served instanceof Uint8Array) return served
    const inside = /\/resolve\/[0-9a-f]{40}\/(.+)$/.exec(path)?.[1]
    if (inside === undefined) return null
    return await readFile(join(served.folder, inside)).catch(() => null)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { tag = '"one"', cutAfter, extra = 0, status } = how
    hub.paths.push(request.url ?? '')
    hub.ranges.push(request.headers.range ?? null)
    const condition = request.headers['if-range'] ?? null
    hub.conditions.push(typeof condition === 'string' ? condition : null)
    const bytes = await bytesOf(request.url ?? '')
    if (status !== undefined || bytes === null) {
      response.writeHead(status ?? 404).end()
      return
    }
    const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]
    const isPart = asked !== undefined && !how.ignoresRange && (!condition || condition === tag)
    const start = isPart ? Number(asked) + (how.wrongStart ? 7 : 0) : 0
    if (start >= bytes.length) {
      response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end()
      return
    }
    const body = Buffer.concat([bytes.subarray(start), Buffer.alloc(extra)])
    const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`
    response.writeHead(isPart ? 206 : 200, {
      ETag: tag,
      'Content-Length': body.length,
      ...(isPart && { 'Content-Range': range }),
    })
    response.flushHeaders()
    if (how.stalls) return
    const isCut = cutAfter !== undefined && cutAfter < body.length && cuts < (how.cuts ?? Infinity)
    const sent = isCut ? body.subarray(0, cutAfter) : body
    hub.sentBytes += sent.length
    if (!isCut) {
      response.end(sent)
      return
    }
    cuts += 1
    response.write(sent, () => {
      // What was written has to be on its way before the connection goes.
      if (!how.hangs) setTimeout(() => response.destroy(), 50)
    })
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('It listens on a port.')
  hub.url = `http://127.0.0.1:${address.port}`
  return hub
}
