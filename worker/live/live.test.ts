import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { type SpaceEvent, spaceEventSchema } from '#contracts/events'
import { uploadOutcomeSchema } from '#contracts/files'
import { newId } from '../ids.ts'
import { aUser, request, type TestUser } from '../testing/harness.ts'
import { aHomeNode, type TestHomeNode } from '../testing/home-node.ts'
import { jpegLike } from '../testing/pictures.ts'
import { aSharedSpace, callAs, uploadTo } from '../testing/spaces.ts'

interface OpenSocket {
  socket: WebSocket
  /** The next event that is like this; those before it are passed over. */
  next(type: SpaceEvent['type']): Promise<SpaceEvent>
}

function follow(socket: WebSocket): OpenSocket {
  const events: SpaceEvent[] = []
  let notify = () => {}
  socket.addEventListener('message', ({ data }) => {
    if (data === 'pong') return
    events.push(spaceEventSchema.parse(JSON.parse(String(data))))
    notify()
  })
  socket.accept()
  return {
    socket,
    async next(type) {
      for (;;) {
        const index = events.findIndex((event) => event.type === type)
        const [event] = index < 0 ? [] : events.splice(0, index + 1).slice(-1)
        if (event) return event
        await new Promise<void>((resolve) => {
          notify = resolve
        })
      }
    },
  }
}

async function openPage(
  user: TestUser,
  spaceId = user.spaceId,
  headers: Record<string, string> = {},
): Promise<OpenSocket> {
  const response = await user.fetch(`/api/spaces/${spaceId}/live`, {
    headers: { Upgrade: 'websocket', ...headers },
  })
  expect(response.status).toBe(101)
  if (!response.webSocket) throw new Error('no socket in the answer')
  return follow(response.webSocket)
}

async function connectHome(node: TestHomeNode): Promise<WebSocket> {
  const headers = await node.headers('GET', '/api/home/wake')
  headers.set('Upgrade', 'websocket')
  const { webSocket } = await request('/api/home/wake', { headers })
  if (!webSocket) throw new Error('no socket in the answer')
  webSocket.accept()
  return webSocket
}

async function aPicture(user: TestUser, text: string): Promise<string> {
  return uploadOutcomeSchema.parse(await (await user.upload(jpegLike(text))).json()).file.id
}

async function jobState(fileId: string) {
  const select = env.DB.prepare('select state from jobs where file_id = ?')
  return await select.bind(fileId).first('state')
}

describe('an open page', () => {
  it('is told what changed: by id, after the change is there', async () => {
    const user = await aUser()
    const page = await openPage(user)
    expect(await page.next('hello')).toEqual({ type: 'hello', homeOnline: false })
    const fileId = await aPicture(user, 'pushed')
    expect(await page.next('files.changed')).toEqual({ type: 'files.changed', fileIds: [fileId] })
    await user.fetch(`/api/files/${fileId}`, { method: 'DELETE' })
    expect(await page.next('files.changed')).toEqual({ type: 'files.changed', fileIds: [fileId] })
    page.socket.close()
  })

  it('is told together with the other pages of the space, and no other space is', async () => {
    const [user, stranger] = [await aUser(), await aUser()]
    const [one, two] = [await openPage(user), await openPage(user)]
    const foreign = await openPage(stranger)
    const fileId = await aPicture(user, 'both pages')
    for (const page of [one, two]) {
      expect(await page.next('files.changed')).toMatchObject({ fileIds: [fileId] })
    }
    const own = await aPicture(stranger, 'own')
    expect(await foreign.next('files.changed')).toMatchObject({ fileIds: [own] })
    for (const { socket } of [one, two, foreign]) socket.close()
  })

  it('is answered when it asks whether the line still holds', async () => {
    const page = await openPage(await aUser())
    await page.next('hello')
    const answer = new Promise((resolve) => {
      page.socket.addEventListener('message', ({ data }) => data === 'pong' && resolve(data))
    })
    page.socket.send('ping')
    expect(await answer).toBe('pong')
    page.socket.close()
  })

  it('that sends what nobody asked for changes nothing', async () => {
    const user = await aUser()
    const page = await openPage(user)
    for (const text of ['', '{', '{"type":"files.changed","fileIds":[]}', 'x'.repeat(10_000)]) {
      page.socket.send(text)
    }
    const fileId = await aPicture(user, 'still there')
    expect(await page.next('files.changed')).toMatchObject({ fileIds: [fileId] })
    page.socket.close()
  })
})

/** The code with which the other side closes. */
function closing(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.addEventListener('close', ({ code }) => resolve(code))
  })
}

describe('a socket', () => {
  it('ends with the membership of its user, and leaves those of others', async () => {
    const [owner, member] = [await aUser(), await aUser()]
    const { id } = await aSharedSpace(owner, [[member, 'viewer']])
    const [stays, goes] = [await openPage(owner, id), await openPage(member, id)]
    const code = closing(goes.socket)
    await callAs(owner, 'DELETE', `/api/spaces/${id}/members/${member.userId}`)
    expect(await code).toBe(4401)
    await uploadTo(owner, id, jpegLike('told to who stays'))
    expect((await stays.next('files.changed')).type).toBe('files.changed')

    const ended = closing(stays.socket)
    await callAs(owner, 'DELETE', `/api/spaces/${id}`)
    expect(await ended).toBe(4401)
  })

  it('that sends a message of 1 MB is closed', async () => {
    const page = await openPage(await aUser())
    const code = closing(page.socket)
    page.socket.send('x'.repeat(1_000_000))
    expect(await code).toBe(1009)
  })

  it('that sends a thousand messages a second is closed', async () => {
    const page = await openPage(await aUser())
    const code = closing(page.socket)
    for (let count = 0; count < 1_000; count++) page.socket.send('hello?')
    expect(await code).toBe(4429)
  })

  it('is closed after a quarter of an hour, so that the session is looked at again', async () => {
    const user = await aUser()
    const page = await openPage(user)
    const code = closing(page.socket)
    const room = env.SPACE_ROOM.get(env.SPACE_ROOM.idFromName(user.spaceId))
    await runInDurableObject(room, (_, state) => {
      for (const socket of state.getWebSockets()) {
        socket.serializeAttachment({ openedAt: Date.now() - 16 * 60_000, second: 0, messages: 0 })
      }
    })
    expect(await runDurableObjectAlarm(room)).toBe(true)
    expect(await code).toBe(4401)
  })

  it('of a foreign space is not found, like one of a space that never was', async () => {
    const [user, stranger] = [await aUser(), await aUser()]
    const headers = { Upgrade: 'websocket' }
    for (const spaceId of [user.spaceId, newId('space', 1)]) {
      const response = await stranger.fetch(`/api/spaces/${spaceId}/live`, { headers })
      expect(response.status).toBe(404)
    }
  })

  it.each([
    ['of a foreign page', { Origin: 'https://evil.example' }],
    ['of a sandbox', { Origin: 'null' }],
    ['that comes cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
  ])('%s is refused: a cookie alone opens none', async (_, headers) => {
    const user = await aUser()
    const response = await user.fetch(`/api/spaces/${user.spaceId}/live`, {
      headers: { Upgrade: 'websocket', ...headers },
    })
    expect(response.status).toBe(403)
  })

  it('that says no origin is refused', async () => {
    const user = await aUser()
    const headers = { Upgrade: 'websocket', Cookie: user.cookie }
    expect((await request(`/api/spaces/${user.spaceId}/live`, { headers })).status).toBe(403)
  })

  it('cannot name another room in a header of its own', async () => {
    const [user, stranger] = [await aUser(), await aUser()]
    const page = await openPage(stranger, stranger.spaceId, {
      ...{ 'X-Space-Id': user.spaceId, 'X-User-Id': user.userId },
    })
    await aPicture(user, 'not for you')
    const own = await aPicture(stranger, 'for you')
    expect(await page.next('files.changed')).toMatchObject({ fileIds: [own] })
    page.socket.close()
  })

  it('is what this address takes, and nothing else', async () => {
    const user = await aUser()
    const response = await user.fetch(`/api/spaces/${user.spaceId}/live`)
    expect(response.status).toBe(400)
  })
})

describe('the home node', () => {
  it('is seen on open pages as it comes and goes, and its jobs wait while it is away', async () => {
    const user = await aUser()
    const page = await openPage(user)
    expect(await page.next('hello')).toMatchObject({ homeOnline: false })
    const fileId = await aPicture(user, 'comes and goes')
    expect(await jobState(fileId)).toBe('waiting_home')

    const wake = await connectHome(await aHomeNode())
    expect(await page.next('home')).toEqual({ type: 'home', online: true })
    expect(await jobState(fileId)).toBe('queued')
    const later = await openPage(user)
    expect(await later.next('hello')).toMatchObject({ homeOnline: true })

    wake.close(1000, 'good night')
    expect(await page.next('home')).toEqual({ type: 'home', online: false })
    expect(await later.next('home')).toEqual({ type: 'home', online: false })
    expect(await jobState(fileId)).toBe('waiting_home')
    for (const { socket } of [page, later]) socket.close()
  })

  it('that connects anew before its old socket has ended stays online', async () => {
    const user = await aUser()
    const page = await openPage(user)
    const node = await aHomeNode()
    await connectHome(node)
    const second = await connectHome(node)
    expect(await page.next('home')).toMatchObject({ online: true })
    const fileId = await aPicture(user, 'replaced')
    await page.next('files.changed')
    expect(await jobState(fileId)).toBe('queued')
    const later = await openPage(user)
    expect(await later.next('hello')).toMatchObject({ homeOnline: true })
    second.close()
    for (const { socket } of [page, later]) socket.close()
  })
})
