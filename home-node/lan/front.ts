import {
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { answerHeaders, requestHeaders, socketHeaders } from './forwarded-headers.ts'
import type { HouseCredentials } from './keep-credentials.ts'

export const authorityPagePath = '/cloudvault-ca.crt'

export interface Front {
  port: number
  /** From now on new connections get this certificate, and only its names are answered. */
  use(credentials: HouseCredentials): void
  close(): Promise<void>
}

export interface FrontOptions {
  /** 0: a free one. */
  port: number
  credentials: HouseCredentials
  /** The Worker's, on loopback. */
  workerUrl: string
}

/** The paths of the emulator itself, which only this machine may reach. */
const emulatorPath = /^\/(cdn-cgi|__cf_local)(\/|$)/

/**
 * HTTPS on every interface, in front of the Worker on loopback. Bodies stream both ways, sockets of
 * pages pass. The Worker sees the address that was asked for and the caller's own. Rejects when the
 * port is taken.
 */
export async function startFront(options: FrontOptions): Promise<Front> {
  let credentials = options.credentials
  const worker = new URL(options.workerUrl)
  const server = createServer({
    ...tlsOptions(credentials),
    keepAliveTimeout: 65_000,
    // An upload of many gigabytes takes its time; only its headers may not.
    requestTimeout: 0,
    headersTimeout: 60_000,
  })

  const upstream = (request: IncomingMessage, url: URL, headers: OutgoingHttpHeaders) =>
    httpRequest({
      host: worker.hostname,
      port: worker.port,
      method: request.method,
      path: url.pathname + url.search,
      headers,
      // A new connection for each costs little on loopback, and none is ever found closed.
      agent: false,
    })

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const url = urlOf(request, credentials)
    if (url === 'foreign') return refuse(response, 421, 'This server has no such name.')
    if (url === null) return refuse(response, 400, 'This is not a request for a page.')
    if (emulatorPath.test(url.pathname)) return refuse(response, 404, 'There is nothing here.')
    if (url.pathname === authorityPagePath) return sendAuthority(request, response, credentials)
    forward(request, response, upstream(request, url, requestHeaders(request, url)))
  }
  const answerSocket = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = urlOf(request, credentials)
    const isSocket = request.headers.upgrade?.toLowerCase() === 'websocket'
    if (url === null || url === 'foreign' || !isSocket || emulatorPath.test(url.pathname)) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
      return
    }
    forwardSocket(upstream(request, url, socketHeaders(request, url)), socket, head)
  }
  // Nothing that a caller sends may end the launcher: what cannot even be passed on ends their connection.
  server.on('request', (request, response) => {
    try {
      answer(request, response)
    } catch {
      response.destroy()
    }
  })
  server.on('upgrade', (request, socket, head) => {
    try {
      answerSocket(request, socket, head)
    } catch {
      socket.destroy()
    }
  })
  // A switched connection is no request any more, so that closing the server would wait for it.
  const sockets = new Set<Duplex>()
  server.on('secureConnection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await listen(server, options.port)

  return {
    port: (server.address() as AddressInfo).port,
    use(next) {
      credentials = next
      server.setSecureContext(tlsOptions(next))
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

const tlsOptions = ({ server, authority }: HouseCredentials) => ({
  key: server.key,
  // With the authority's, so that a device may show whom it is asked to trust.
  cert: server.certificate + authority.certificate,
  minVersion: 'TLSv1.2' as const,
})

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** What was asked for, as a browser writes it; `foreign` when it is of a name that is not ours. */
function urlOf(request: IncomingMessage, { server }: HouseCredentials): URL | 'foreign' | null {
  const { url: target = '', headers } = request
  if (!target.startsWith('/')) return null
  try {
    const url = new URL(`https://${headers.host}${target}`)
    if (url.username !== '' || headers.host === undefined) return null
    const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1')
    return server.names.some((name) => name === hostname) ? url : 'foreign'
  } catch {
    return null
  }
}

function forward(
  request: IncomingMessage,
  response: ServerResponse,
  upstream: ReturnType<typeof httpRequest>,
) {
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answerHeaders(answer))
    // Headers of a stream that says nothing yet must not wait for its first byte.
    response.flushHeaders()
    answer.on('error', () => response.destroy())
    answer.pipe(response)
  })
  upstream.on('error', () => {
    if (response.headersSent) return
    refuse(response, 502, 'CloudVault does not answer just now.')
  })
  // Whoever goes away in the middle of a body takes the request along.
  response.on('close', () => upstream.destroy())
  request.on('error', () => upstream.destroy())
  request.pipe(upstream)
}

function forwardSocket(upstream: ReturnType<typeof httpRequest>, socket: Duplex, head: Buffer) {
  const giveUp = () => {
    socket.destroy()
    upstream.destroy()
  }
  socket.on('error', giveUp)
  socket.on('close', () => upstream.destroy())
  upstream.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n'))
  upstream.on('response', (answer) => {
    socket.write(headOf(answer, 'Connection: close'))
    answer.on('error', giveUp)
    answer.pipe(socket)
  })
  upstream.on('upgrade', (answer, workerSocket, workerHead) => {
    socket.write(headOf(answer, 'Connection: Upgrade\r\nUpgrade: websocket'))
    if (workerHead.length > 0) socket.write(workerHead)
    if (head.length > 0) workerSocket.write(head)
    workerSocket.on('error', giveUp)
    workerSocket.on('close', () => socket.destroy())
    socket.on('close', () => workerSocket.destroy())
    workerSocket.pipe(socket).pipe(workerSocket)
  })
  upstream.end()
}

function headOf(answer: IncomingMessage, connection: string): string {
  const lines = Object.entries(answerHeaders(answer)).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => `${name}: ${value}`),
  )
  const first = `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`
  return `${[first, connection, ...lines].join('\r\n')}\r\n\r\n`
}

function sendAuthority(
  request: IncomingMessage,
  response: ServerResponse,
  { authority }: HouseCredentials,
) {
  response.writeHead(200, {
    'Content-Type': 'application/x-x509-ca-cert',
    'Content-Length': Buffer.byteLength(authority.certificate),
    'Content-Disposition': 'attachment; filename="cloudvault-ca.crt"',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(request.method === 'HEAD' ? undefined : authority.certificate)
}

function refuse(response: ServerResponse, status: number, sentence: string) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' })
  response.end(`${sentence}\n`)
}
