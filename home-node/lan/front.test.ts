import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { aFolder } from '../testing.ts'
import { startFront } from './front.ts'
import { keepCredentials } from './keep-credentials.ts'

const names = { addresses: ['192.168.7.7'], hostnames: ['attic.local'] }

type Handler = Parameters<typeof createServer>[1]

/** A front before something that stands for the Worker. */
async function aFront(handler: Handler) {
  const worker = createServer(handler)
  worker.listen(0, '127.0.0.1')
  await once(worker, 'listening')
  const credentials = await keepCredentials(await aFolder(), names, Date.now())
  const { port: workerPort } = worker.address() as AddressInfo
  const workerUrl = `http://127.0.0.1:${workerPort}`
  const front = await startFront({ port: 0, credentials, workerUrl })
  onTestFinished(async () => {
    await front.close()
    worker.closeAllConnections()
    worker.close()
  })
  const ca = credentials.authority.certificate
  const open = (path: string, options: RequestOptions = {}) => {
    const host = { Host: `127.0.0.1:${front.port}` }
    return httpsRequest({
      ...{ host: '127.0.0.1', port: front.port, path, ca, agent: false },
      // What is asked for by another name is the front's to refuse.
      checkServerIdentity: () => undefined,
      ...options,
      headers: { ...host, ...options.headers },
    })
  }
  const ask = async (path: string, options: RequestOptions = {}) => {
    const request = open(path, options).end()
    const [response]: IncomingMessage[] = await once(request, 'response')
    if (!response) throw new Error('There was no answer.')
    return { status: response.statusCode, headers: response.headers, body: await text(response) }
  }
  return { front, worker, ca, open, ask, credentials }
}

const echo: Handler = (request, response) => {
  response.end(JSON.stringify({ url: request.url, headers: request.headers }))
}

describe('the front of the house', () => {
  it('tells the Worker what was asked for, and who asked', async () => {
    const { front, ask } = await aFront(echo)
    const host = `attic.local:${front.port}`
    const { body } = await ask('/files?a=1', { headers: { Host: host, Origin: `https://${host}` } })
    expect(JSON.parse(body)).toMatchObject({
      url: '/files?a=1',
      headers: {
        host,
        origin: `https://${host}`,
        'cf-connecting-ip': '127.0.0.1',
        'mf-original-url': `https://${host}/files?a=1`,
      },
    })
  })

  it('lets nobody say where they come from or what they asked for', async () => {
    const { front, ask } = await aFront(echo)
    const { body } = await ask('/', {
      headers: {
        'CF-Connecting-IP': '203.0.113.9',
        'cf-ipcountry': 'XX',
        'MF-Original-URL': 'https://evil.example/',
        'MF-Route-Override': 'other',
        'X-Forwarded-For': '203.0.113.9',
        'X-Real-IP': '203.0.113.9',
        Forwarded: 'for=203.0.113.9',
      },
    })
    expect(body).not.toMatch(/203\.0\.113|evil|override|XX/)
    expect(JSON.parse(body).headers['mf-original-url']).toBe(`https://127.0.0.1:${front.port}/`)
  })

  it('a body never becomes another request', async () => {
    const seen: string[] = []
    const { open } = await aFront((request, response) => {
      seen.push(`${request.method} ${request.url}`)
      request.resume().on('end', () => response.end('done'))
    })
    const hidden = 'POST /cdn-cgi/local/scheduled HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n'
    for (const method of ['GET', 'DELETE', 'OPTIONS', 'POST']) {
      const request = open('/', { method, headers: { 'Transfer-Encoding': 'chunked' } })
      request.end(hidden)
      const [response]: IncomingMessage[] = await once(request, 'response')
      expect(response && (await text(response))).toBe('done')
    }
    expect(seen).toEqual(['GET /', 'DELETE /', 'OPTIONS /', 'POST /'])
  })

  it('keeps the emulator’s own paths from the house', async () => {
    const seen: string[] = []
    const { ask } = await aFront((request, response) => {
      seen.push(String(request.url))
      response.end()
    })
    for (const path of [
      '/cdn-cgi/local/scheduled',
      '/x/../cdn-cgi/local/scheduled',
      '/x/%2e%2e/cdn-cgi/local/platform-proxy',
      '/__cf_local/imageupload/x',
    ]) {
      expect([path, (await ask(path)).status]).toEqual([path, 404])
    }
    expect((await ask('http://127.0.0.1/cdn-cgi/local/scheduled')).status).toBe(400)
    expect(seen).toEqual([])
  })

  it('answers to no name that its certificate does not hold', async () => {
    const { ask } = await aFront(echo)
    for (const host of ['evil.example', '192.168.7.8', 'attic.local.evil.example']) {
      expect((await ask('/', { headers: { Host: host } })).status).toBe(421)
    }
    expect((await ask('/', { headers: { Host: 'u@attic.local' } })).status).toBe(400)
  })

  it('passes bytes on as they come, both ways', async () => {
    const { open } = await aFront((request, response) => {
      response.writeHead(200)
      request.pipe(response)
    })
    const request = open('/echo', { method: 'POST', headers: { 'Content-Length': 2_000_006 } })
    request.write('first ')
    const [response]: IncomingMessage[] = await once(request, 'response')
    if (!response) throw new Error('There was no answer.')
    // The rest is not sent before the first bytes are back: nothing on the way waits for the whole.
    const [chunk] = await once(response, 'data')
    expect(String(chunk)).toBe('first ')
    const rest = randomBytes(2_000_000)
    request.end(rest)
    expect((await buffer(response)).equals(rest)).toBe(true)
  })

  it('takes the request along when its caller goes away', async () => {
    const { open, worker } = await aFront(() => {})
    const request = open('/slow').end()
    request.on('error', () => {})
    const [seen]: IncomingMessage[] = await once(worker, 'request')
    seen?.on('error', () => {})
    const gone = seen && new Promise((resolve) => seen.on('close', resolve))
    request.destroy()
    await gone
    expect(seen?.destroyed).toBe(true)
  })

  it('hands out its authority, and binds no other server of the house to HTTPS', async () => {
    const { ask, ca } = await aFront((_, response) => {
      response.setHeader('Strict-Transport-Security', 'max-age=31536000')
      response.setHeader('Set-Cookie', ['a=1', 'b=2'])
      response.end('page')
    })
    const file = await ask('/cloudvault-ca.crt')
    expect([file.body, file.headers['content-type']]).toEqual([ca, 'application/x-x509-ca-cert'])
    const page = await ask('/')
    expect(page.headers['strict-transport-security']).toBeUndefined()
    expect(page.headers['set-cookie']).toEqual(['a=1', 'b=2'])
  })

  it('says so when the Worker is away', async () => {
    const { ask, worker } = await aFront(echo)
    worker.close()
    await once(worker, 'close')
    expect((await ask('/')).status).toBe(502)
  })

  it('shows a new certificate from the next connection on', async () => {
    const { front, credentials, ca } = await aFront(echo)
    const other = { addresses: ['192.168.7.9'], hostnames: [] }
    const folder = await aFolder()
    front.use(await keepCredentials(folder, other, Date.now()))
    const socket = connect({ host: '127.0.0.1', port: front.port, ca, rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    expect(socket.authorized).toBe(false)
    const { subjectaltname } = socket.getPeerCertificate()
    socket.destroy()
    expect(subjectaltname).toContain('192.168.7.9')
    expect(credentials.server.names).not.toContain('192.168.7.9')
  })
})
