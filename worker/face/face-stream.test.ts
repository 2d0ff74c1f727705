import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { type FaceStreamAnswer, faceStreamAnswerSchema } from '#contracts/face-stream'
import type { Env } from '../env.ts'
import { origin, request } from '../testing/harness.ts'
import {
  anOrganization,
  faceLike,
  type TestOrganization,
  withFaceHome,
} from '../testing/organizations.ts'

let bindings: Env
let org: TestOrganization

beforeAll(async () => {
  bindings = await withFaceHome()
  org = await anOrganization(bindings)
  await org.ask('POST', `/register/${org.name}`, { name: 'Ada', images: [faceLike('face:ada')] })
})

interface Talk {
  heard: FaceStreamAnswer[]
  closed: Promise<number>
  send(message: object | Uint8Array): void
  /** Resolves when this many answers came. */
  until(count: number): Promise<FaceStreamAnswer[]>
}

/** A connection with an object of its own, which reaches the made face engine. */
async function talk(): Promise<Talk> {
  const stub = env.FACE_STREAM.get(env.FACE_STREAM.newUniqueId())
  await runInDurableObject(stub, (instance) => void Object.assign(instance, { env: bindings }))
  const upgrade = { headers: { Upgrade: 'websocket', 'X-Organization': org.name } }
  const { webSocket } = await stub.fetch(`${origin}/ws/recognize`, upgrade)
  if (!webSocket) throw new Error('no socket in the answer')
  const heard: FaceStreamAnswer[] = []
  let notify = () => {}
  webSocket.addEventListener('message', ({ data }) => {
    heard.push(faceStreamAnswerSchema.parse(JSON.parse(String(data))))
    notify()
  })
  const closed = new Promise<number>((resolve) => {
    webSocket.addEventListener('close', ({ code }) => resolve(code))
  })
  webSocket.accept()
  return {
    ...{ heard, closed },
    send: (message) =>
      webSocket.send(message instanceof Uint8Array ? message : JSON.stringify(message)),
    async until(count) {
      while (heard.length < count) {
        await new Promise<void>((resolve) => {
          notify = resolve
        })
      }
      return heard
    },
  }
}

it('recognizes frame after frame, as base64 and as bytes, for a key in the first message', async () => {
  const line = await talk()
  line.send({ api_key: org.key, user: org.owner.username, api_key_name: 'Door' })
  line.send({ id: 'first', image: faceLike('face:ada'), threshold: 0.6, organization: org.name })
  expect(await line.until(2)).toMatchObject([
    { type: 'ready', organization: org.name },
    { type: 'faces', frame: 1, id: 'first', name: 'Ada', threshold: 0.6 },
  ])
  line.send(Buffer.from(faceLike('face:eve'), 'base64'))
  const [, , third] = await line.until(3)
  // What was wished for holds for the frames that follow.
  expect(third).toMatchObject({ type: 'faces', frame: 2, recognized: false, threshold: 0.6 })
})

it('drops what waits for what is newer, and says so', async () => {
  const line = await talk()
  line.send({ api_key: org.key })
  await line.until(1)
  for (const name of ['one', 'two', 'three', 'four']) {
    line.send({ id: name, image: faceLike(`face:ada slow:300`) })
  }
  const heard = await line.until(5)
  const told = heard.slice(1).map((answer) => `${answer.type} ${'id' in answer ? answer.id : ''}`)
  expect(new Set(told)).toEqual(new Set(['faces one', 'busy two', 'busy three', 'faces four']))
  expect(told.at(-1)).toBe('faces four')
})

it('closes on a key that opens nothing here, on one that ended, and on what is too much', async () => {
  const other = await anOrganization(bindings)
  const stranger = await talk()
  stranger.send({ api_key: other.key })
  expect(await stranger.closed).toBe(4401)

  const line = await talk()
  line.send({ api_key: org.key, organization: other.name })
  expect(await line.closed).toBe(4401)

  const ending = await talk()
  ending.send({ api_key: other.key, organization: other.name })
  await ending.until(1)
  const api_auth = { user: other.owner.username, api_key_name: 'Door' }
  await other.call('DELETE', `/orgs/${other.name}/api-key`, { api_auth })
  ending.send({ image: faceLike('face:ada') })
  expect(await ending.closed).toBe(4401)

  const loud = await talk()
  loud.send({ api_key: org.key })
  await loud.until(1)
  for (let count = 0; count < 200; count++) loud.send({ threshold: 0.5 })
  expect(await loud.closed).toBe(4429)

  const large = await talk()
  large.send(new Uint8Array(1_000_001))
  expect(await large.closed).toBe(1009)
})

it('is let in by the subprotocol, or the address where that is switched on', async () => {
  const ask = async (query: string, headers: Record<string, string>, more: object = {}) =>
    await request(
      `/ws/recognize?organization=${org.name}${query}`,
      { headers: { Upgrade: 'websocket', ...headers } },
      { ...bindings, ...more },
    )
  const byProtocol = await ask('', { 'Sec-WebSocket-Protocol': `cloudvault.face, ${org.key}` })
  expect(byProtocol.status).toBe(101)
  expect(byProtocol.headers.get('Sec-WebSocket-Protocol')).toBe('cloudvault.face')
  const token = `&token=${org.key}&user=${org.owner.username}&api_key_name=Door`
  expect((await ask(token, {})).status).toBe(101)
  expect((await ask(token, {}, { WS_QUERY_TOKEN: 'false' })).status).toBe(400)
  expect((await ask('&token=vlt_made_up', {})).status).toBe(401)
  expect((await ask(token, { Origin: 'https://evil.example' })).status).toBe(403)
  const page = { Cookie: org.owner.cookie, Origin: origin }
  expect((await ask('', page)).status).toBe(101)
  expect((await ask('', { ...page, Origin: 'https://evil.example' })).status).toBe(403)
})
