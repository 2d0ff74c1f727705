import { describe, expect, it } from 'vitest'
import { enrolResponseSchema } from '#contracts/home-node'
import { origin, request } from '../testing/harness.ts'
import { aHomeNode, type TestHomeNode } from '../testing/home-node.ts'

const target = '/api/home/changes?after=0'
type Change = Parameters<TestHomeNode['headers']>[3]

describe('a request of a home node', () => {
  it('is let in when it is signed by a key that has joined', async () => {
    const node = await aHomeNode()
    expect((await node.fetch('GET', target)).status).toBe(200)
  })

  it('is refused the second time: a recorded request opens nothing', async () => {
    const node = await aHomeNode()
    const headers = await node.headers('GET', target)
    expect((await request(target, { headers })).status).toBe(200)
    expect((await request(target, { headers })).status).toBe(401)
  })

  it.each<[string, Change]>([
    ['its time is 10 minutes ago', { timeMs: Date.now() - 600_000 }],
    ['its time is 10 minutes ahead', { timeMs: Date.now() + 600_000 }],
    ['it was meant for somebody else', { audience: 'hno_other' }],
    ['another address was signed', { target: '/api/home/changes?after=5' }],
  ])('is refused when %s', async (_, change) => {
    const node = await aHomeNode()
    const headers = await node.headers('GET', target, '', change)
    expect((await request(target, { headers })).status).toBe(401)
  })

  it('is let in when its clock is 4 minutes off', async () => {
    const node = await aHomeNode()
    const headers = await node.headers('GET', target, '', { timeMs: Date.now() - 240_000 })
    expect((await request(target, { headers })).status).toBe(200)
  })

  it('is refused when the body was changed on the way', async () => {
    const node = await aHomeNode()
    const headers = await node.headers('POST', '/api/home/jobs/lease', '{"max":1}')
    const response = await request('/api/home/jobs/lease', {
      method: 'POST',
      headers,
      body: '{"max":9}',
    })
    expect(response.status).toBe(401)
  })

  it('is refused when the key never joined', async () => {
    const node = await aHomeNode({ joined: false })
    expect((await node.fetch('GET', target)).status).toBe(401)
  })

  it.each([
    ['GET', '/api/home/changes?after=0'],
    ['GET', '/api/home/status'],
    ['GET', '/api/home/wake'],
    ['GET', '/api/home/originals/org_01M7Y8GAW92WDN3W7WXYXRT8G0'],
    ['PUT', '/api/home/disks'],
    ['POST', '/api/home/copies'],
    ['POST', '/api/home/jobs/lease'],
    ['POST', '/api/home/jobs/job_01M7Y8GAW92WDN3W7WXYXRT8G0/done'],
    ['POST', '/api/home/jobs/job_01M7Y8GAW92WDN3W7WXYXRT8G0/failed'],
    ['POST', '/api/home/originals/batch'],
  ])('%s %s is refused without a signature', async (method, path) => {
    expect((await request(path, { method })).status).toBe(401)
  })

  it('cannot delete anything: there is no such route', async () => {
    const node = await aHomeNode()
    for (const path of [
      '/api/home/originals/org_01M7Y8GAW92WDN3W7WXYXRT8G0',
      '/api/home/files/fil_01M7Y8GAW92WDN3W7WXYXRT8G0',
    ]) {
      expect((await node.fetch('DELETE', path)).status).toBe(404)
    }
  })

  it('is answered 413 when its JSON is larger than any we take', async () => {
    const node = await aHomeNode()
    const huge = { max: 1, padding: 'x'.repeat(10_000_000) }
    expect((await node.fetch('POST', '/api/home/jobs/lease', huge)).status).toBe(413)
  })
})

describe('joining', () => {
  async function enrol(node: TestHomeNode, code: string) {
    const body = { code, homeNodeId: node.id, name: 'desktop', publicKey: node.publicKey }
    return await node.fetch('POST', '/api/home/enrol', body)
  }

  it('takes one home node a code; the same node may ask again, another may not', async () => {
    const node = await aHomeNode({ joined: false })
    const first = await enrol(node, 'join-code-for-tests-only-1')
    expect(first.status).toBe(201)
    enrolResponseSchema.parse(await first.json())
    expect((await node.fetch('GET', target)).status).toBe(200)
    expect((await enrol(node, 'join-code-for-tests-only-1')).status).toBe(201)

    const other = await aHomeNode({ joined: false })
    expect((await enrol(other, 'join-code-for-tests-only-1')).status).toBe(404)
    expect((await other.fetch('GET', target)).status).toBe(401)
  })

  it('gives the same answer for a wrong code', async () => {
    const node = await aHomeNode({ joined: false })
    expect((await enrol(node, 'a-code-that-nobody-made')).status).toBe(404)
  })

  it('refuses a key that the caller does not hold', async () => {
    const [thief, owner] = [await aHomeNode({ joined: false }), await aHomeNode()]
    const body = {
      code: 'join-code-for-tests-only-1',
      homeNodeId: thief.id,
      name: 'thief',
      publicKey: owner.publicKey,
    }
    expect((await thief.fetch('POST', '/api/home/enrol', body)).status).toBe(401)
  })
})

describe('the wake socket', () => {
  async function connect(node: TestHomeNode): Promise<WebSocket> {
    const headers = await node.headers('GET', '/api/home/wake')
    headers.set('Upgrade', 'websocket')
    const response = await request(`${origin}/api/home/wake`, { headers })
    expect(response.status).toBe(101)
    const socket = response.webSocket
    if (!socket) throw new Error('no socket in the answer')
    socket.accept()
    return socket
  }

  it('says at once that there may be work', async () => {
    const socket = await connect(await aHomeNode())
    const message = await new Promise((resolve) => {
      socket.addEventListener('message', (event) => resolve(event.data))
    })
    expect(message).toBe('{"type":"wake"}')
    socket.close()
  })
})
