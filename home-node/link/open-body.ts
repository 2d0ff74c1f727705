import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'

/** Bytes that may wait for their reader before the sender is held back. */
const waitingMax = 1_048_576

const agents = {
  http: new HttpAgent({ keepAlive: true }),
  https: new HttpsAgent({ keepAlive: true }),
}

export interface BodyRequest {
  url: string
  method: string
  headers: Record<string, string>
  body?: Uint8Array
}

/**
 * Sends a request and resolves with the answer's head. For large answers: `fetch` puts a web stream
 * around every chunk, which costs more than all that is done with the bytes. Follows no redirect.
 * Rejects when there is no answer; an aborted `signal` ends the request or the body.
 */
export function openBody(
  { url, method, headers, body }: BodyRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const isSecure = url.startsWith('https:')
  const send = isSecure ? requestHttps : requestHttp
  const agent = isSecure ? agents.https : agents.http
  const length = body === undefined ? {} : { 'Content-Length': String(body.length) }
  return new Promise((resolve, reject) => {
    send(url, { method, headers: { ...headers, ...length }, agent, signal }, resolve)
      .once('error', reject)
      .end(body)
  })
}

/** The body's chunks just as the socket brings them. Rejects when it breaks off. */
export async function* chunksOf(
  response: IncomingMessage,
  onChunk: () => void,
): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let hasEnded = false
  let failure: Error | null = null
  let wake = () => {}
  response.on('data', (chunk: Uint8Array) => {
    onChunk()
    waiting.push(chunk)
    waitingBytes += chunk.length
    if (waitingBytes >= waitingMax) response.pause()
    wake()
  })
  response.once('end', () => {
    hasEnded = true
    wake()
  })
  response.once('error', (error) => {
    failure = error
    wake()
  })
  // A connection that breaks off says "aborted" by an error first; this is for any other end.
  response.once('close', () => {
    if (!hasEnded) failure ??= new Error('the connection was closed')
    wake()
  })
  try {
    for (;;) {
      if (waiting.length > 0) {
        const chunks = waiting
        waiting = []
        waitingBytes = 0
        response.resume()
        yield* chunks
      } else if (failure !== null) throw failure
      else if (hasEnded) return
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    // Left early: the rest is not wanted, and its connection cannot be used for anything else.
    if (!hasEnded) response.destroy()
  }
}
