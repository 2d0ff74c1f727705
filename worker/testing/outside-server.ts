import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Origin of the server that plays everything outside: receiver of webhooks, files, resolver. */
    outsideOrigin: string
  }
}

interface Delivery {
  headers: Record<string, string>
  body: string
}

type Answer = (url: URL, response: ServerResponse, request: IncomingMessage) => unknown

/** What names resolve to, by the resolver that tests ask. */
const names: Record<string, { A?: string[]; AAAA?: string[] }> = {
  'outside.example.com': { A: ['93.184.215.14'], AAAA: ['2606:2800:21f:cb07:6820:80da:af6b:8b2c'] },
  'private.example.com': { A: ['192.168.1.20'] },
  'half-private.example.com': { A: ['93.184.215.14', '10.0.0.5'] },
  'ula.example.com': { A: ['93.184.215.14'], AAAA: ['fd12:3456::1'] },
  'mapped.example.com': { AAAA: ['::ffff:127.0.0.1'] },
  'metadata.example.com': { A: ['169.254.169.254'] },
}

const deliveries = new Map<string, Delivery[]>()
const statuses = new Map<string, number[]>()
const seen = new Map<string, number>()

const answers: Record<string, Answer> = {
  '/dns-query': (url, response) => {
    const type = url.searchParams.get('type') === 'AAAA' ? 'AAAA' : 'A'
    const known = names[url.searchParams.get('name') ?? ''] ?? {}
    const records = (known[type] ?? []).map((data) => ({ type: type === 'A' ? 1 : 28, data }))
    response.setHeader('Content-Type', 'application/dns-json')
    response.end(JSON.stringify({ Status: 0, Answer: records }))
  },
  '/text': (_, response) => response.end('hello'),
  '/redirect': (url, response) => {
    const status = Number(url.searchParams.get('status') ?? 302)
    response.writeHead(status, { Location: url.searchParams.get('to') ?? '' }).end()
  },
  '/hops': (url, response) => {
    const left = Number(url.searchParams.get('left'))
    if (left === 0) response.end('arrived')
    else response.writeHead(307, { Location: `/hops?left=${left - 1}` }).end()
  },
  /** Takes the request and says nothing. */
  '/silent': () => {},
  /** A byte now, and the next one never. */
  '/stalls': (_, response) => response.write('a'),
  /** A byte every 50 ms, for ever. */
  '/drips': (_, response) => {
    const timer = setInterval(() => response.write('a'), 50)
    response.once('close', () => clearInterval(timer))
  },
  '/breaks': (_, response) => {
    response.writeHead(200, { 'Content-Length': '1000' }).write('half')
    setTimeout(() => response.destroy(), 20)
  },
  '/bytes': (url, response) => {
    const bytes = Buffer.alloc(Number(url.searchParams.get('count')), 'a')
    if (url.searchParams.has('length')) response.setHeader('Content-Length', bytes.length)
    response.write(bytes.subarray(0, 10))
    response.end(bytes.subarray(10))
  },
  '/bomb': (_, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip' })
    response.end(gzipSync(Buffer.alloc(20_000_000)))
  },
  '/headers': (_, response, request) => response.end(JSON.stringify(request.headers)),
  /** `?body=base64url&name=…&chunked`: a file as a server gives it. */
  '/file': (url, response) => {
    const bytes = Buffer.from(url.searchParams.get('body') ?? '', 'base64url')
    const disposition = url.searchParams.get('disposition')
    if (disposition !== null) response.setHeader('Content-Disposition', disposition)
    if (!url.searchParams.has('chunked')) response.setHeader('Content-Length', bytes.length)
    response.end(bytes)
  },
  '/status': (url, response) =>
    response.writeHead(Number(url.searchParams.get('code'))).end('the answer'),
  /** A receiver of webhooks: `?key=…`, answering 200 or what `/answers` was told. */
  '/hook': async (url, response, request) => {
    const key = url.searchParams.get('key') ?? ''
    const status = statuses.get(key)?.shift() ?? 200
    const body = await textOf(request)
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    deliveries.set(key, [...(deliveries.get(key) ?? []), { headers, body }])
    response.writeHead(status, status === 302 ? { Location: '/text' } : {})
    response.end(`${status} for ${key} ${'x'.repeat(2_000)}`)
  },
  '/answers': (url, response) => {
    const next = (url.searchParams.get('statuses') ?? '').split(',').filter((part) => part !== '')
    statuses.set(url.searchParams.get('key') ?? '', next.map(Number))
    response.end()
  },
  '/delivered': (url, response) =>
    response.end(JSON.stringify(deliveries.get(url.searchParams.get('key') ?? '') ?? [])),
  /** How often a path with this query was asked for. */
  '/seen': (url, response) =>
    response.end(String(seen.get(url.searchParams.get('path') ?? '') ?? 0)),
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

/** A real server on loopback for everything that the Worker asks outside; ends after the last test. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    seen.set(path, (seen.get(path) ?? 0) + 1)
    const url = new URL(path, 'http://outside')
    const answer = answers[url.pathname]
    if (answer === undefined) response.writeHead(404).end('nothing here')
    else void answer(url, response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  project.provide('outsideOrigin', `http://127.0.0.1:${address.port}`)
  return async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}
