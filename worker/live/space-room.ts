import { DurableObject } from 'cloudflare:workers'
import { z } from 'zod'
import type { SpaceEvent } from '#contracts/events'
import { type SpaceId, spaceIdSchema, type UserId, userIdSchema } from '#contracts/ids'
import type { Env } from '../env.ts'

/** After this time a page has to come again with its session, which may have ended meanwhile. */
const socketTtlMs = 15 * 60_000
/** Pages have nothing to say but `ping`; what is longer or comes faster is not our page. */
const messageMaxBytes = 64_000
const messagesPerSecondMax = 50

const attachmentSchema = z.object({
  userId: userIdSchema,
  openedAt: z.number(),
  second: z.number(),
  messages: z.number(),
})
type Attachment = z.infer<typeof attachmentSchema>

/** Says to a page that it has to come again, as whoever it is by then. */
const signInAgain = [4401, 'sign in again'] as const

/** Pushes what changes in one space to its open pages. Holds sockets only; sleeps between events. */
export class SpaceRoom extends DurableObject<Env> {
  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  }

  /** Takes a page's socket. The caller has checked that the user may read the space. */
  override async fetch(request: Request): Promise<Response> {
    const spaceId = spaceIdSchema.parse(request.headers.get('X-Space-Id'))
    const userId = userIdSchema.parse(request.headers.get('X-User-Id'))
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server)
    this.#note(server, { userId, openedAt: Date.now(), second: 0, messages: 0 })
    if ((await this.ctx.storage.getAlarm()) === null) {
      await this.ctx.storage.setAlarm(Date.now() + socketTtlMs)
    }
    server.send(this.#encode({ type: 'hello', homeOnline: await this.#watchHome(spaceId) }))
    return new Response(null, { status: 101, webSocket: client })
  }

  /** Sends an event to every open page and answers how many there are. */
  async announce(event: SpaceEvent): Promise<number> {
    const sockets = this.ctx.getWebSockets()
    const text = this.#encode(event)
    for (const socket of sockets) {
      try {
        socket.send(text)
      } catch {
        // A socket that is just closing; its page asks again when it is back.
      }
    }
    return sockets.length
  }

  /** Ends the sockets of a user who may not read the space any more; of everybody when it is null. */
  async end(userId: UserId | null): Promise<void> {
    for (const socket of this.ctx.getWebSockets()) {
      if (userId === null || this.#read(socket)?.userId === userId) socket.close(...signInAgain)
    }
  }

  /** Ends sockets that are due for a new look at their session; their pages come back at once. */
  override async alarm() {
    const sockets = this.ctx.getWebSockets()
    for (const socket of sockets) {
      const openedAt = this.#read(socket)?.openedAt ?? 0
      if (Date.now() - openedAt >= socketTtlMs) socket.close(...signInAgain)
    }
    if (sockets.length > 0) await this.ctx.storage.setAlarm(Date.now() + socketTtlMs / 3)
  }

  /** Pages only listen, and `ping` is answered without waking the room: all else is counted. */
  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer) {
    const size = typeof message === 'string' ? message.length : message.byteLength
    if (size > messageMaxBytes) {
      socket.close(1009, 'too large')
      return
    }
    const before = this.#read(socket)
    if (before === null) {
      socket.close(...signInAgain)
      return
    }
    const second = Math.floor(Date.now() / 1_000)
    const messages = before.second === second ? before.messages + 1 : 1
    if (messages > messagesPerSecondMax) socket.close(4429, 'too many messages')
    else this.#note(socket, { ...before, second, messages })
  }

  override webSocketClose(socket: WebSocket, code: number) {
    socket.close(code === 1005 || code === 1006 ? 1000 : code)
  }

  async #watchHome(spaceId: SpaceId): Promise<boolean> {
    const link = this.env.HOME_LINK.get(this.env.HOME_LINK.idFromName('all'))
    return await link.watch(spaceId)
  }

  #note(socket: WebSocket, attachment: Attachment) {
    socket.serializeAttachment(attachment)
  }

  /** null for a socket of the version before. */
  #read(socket: WebSocket): Attachment | null {
    return attachmentSchema.safeParse(socket.deserializeAttachment()).data ?? null
  }

  #encode(event: SpaceEvent): string {
    return JSON.stringify(event)
  }
}
