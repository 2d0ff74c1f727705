import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'

/** What holds for one connection only (RFC 9110, 7.6.1), or is answered by the front itself. */
const hopByHop = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
])

/**
 * What only Cloudflare, the emulator or a server in front may say of a request. The Worker believes
 * it, so nobody in the house may.
 */
const spoofed = /^(mf-|cf-|cdn-loop$|forwarded$|x-forwarded-|x-real-ip$|true-client-ip$)/

/**
 * The headers of a request for the Worker: the caller's own, without what it may not say, and with
 * who it is and what it asked for.
 */
export function requestHeaders(request: IncomingMessage, url: URL): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {}
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    const isOurs = hopByHop.has(name) || spoofed.test(name) || name === 'host'
    if (!isOurs && values) headers[name] = values.length === 1 ? values[0] : values
  }
  return {
    ...headers,
    // Said again, or a body without a length would follow bare, and be read as another request.
    ...(request.headers['transfer-encoding'] !== undefined && { 'transfer-encoding': 'chunked' }),
    host: url.host,
    'cf-connecting-ip': addressOf(request),
    // By this the emulator knows that the request came by https, and to which name.
    'mf-original-url': url.href,
  }
}

/** Those of a request for a page's socket, which has no body. */
export function socketHeaders(request: IncomingMessage, url: URL): OutgoingHttpHeaders {
  const { 'content-length': _, 'transfer-encoding': __, ...headers } = requestHeaders(request, url)
  return { ...headers, connection: 'Upgrade', upgrade: 'websocket' }
}

/**
 * The headers of the Worker's answer for the caller. Without `Strict-Transport-Security`: it holds for
 * every port of a name, and other servers of the house, localhost's too, may well speak plain HTTP.
 */
export function answerHeaders(answer: IncomingMessage): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {}
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    const isOurs = hopByHop.has(name) || name === 'strict-transport-security'
    if (!isOurs && values) headers[name] = values.length === 1 ? values[0] : values
  }
  return headers
}

/** The other end of the connection, without what an IPv6 socket adds to it. */
function addressOf({ socket }: IncomingMessage): string {
  const [address = ''] = (socket.remoteAddress ?? '').split('%')
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
}
