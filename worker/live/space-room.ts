import { DurableObject } from 'cloudflare:workers'
import { z } from 'zod'
import type { SpaceEvent } from '#contracts/events'
import {
  type CanvasId,
  canvasIdSchema,
  type SpaceId,
  spaceIdSchema,
  type UserId,
  userIdSchema,
} from '#contracts/ids'
import { makeDb } from '../db/client.ts'
import type { Env } from '../env.ts'
import { eventForGuest, mayHaveMoved } from './guest-events.ts'
import { pathsOfFiles } from './paths-of-files.ts'

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
  /** The path of the one folder that a guest follows; null for members, who hear everything. */
  folderPath: z.string().nullable().default(null),
})
type Attachment = z.infer<typeof attachmentSchema>

/** Where it is stored that the space has webhooks: the space's id. */
const webhooksOf = 'webhooksOf'

/** Below it, by id, the canvases of the space that somebody looks at. */
const watchedCanvas = 'canvas:'

/** Says to a page that it has to come again, as whoever it is by then. */
const signInAgain = [4401, 'sign in again'] as const

/** Pushes what changes in one space to its open pages. Holds sockets only; sleeps between events. */
export class SpaceRoom extends DurableObject<Env> {
  #webhooksWokenAt = 0

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  }

  /** Takes a page's socket. The caller has checked that the user may read the space, or the folder. */
  override async fetch(request: Request): Promise<Response> {
    const spaceId = spaceIdSchema.parse(request.headers.get('X-Space-Id'))
    const userId = userIdSchema.parse(request.headers.get('X-User-Id'))
    const folderPath = request.headers.get('X-Folder-Path')
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server)
    this.#note(server, { userId, folderPath, openedAt: Date.now(), second: 0, messages: 0 })
    if ((await this.ctx.storage.getAlarm()) === null) {
      await this.ctx.storage.setAlarm(Date.now() + socketTtlMs)
    }
    server.send(this.#encode({ type: 'hello', homeOnline: await this.#watchHome(spaceId) }))
    return new Response(null, { status: 101, webSocket: client })
  }

  /**
   * Sends an event to every open page of a member and answers how many there are. Guests of a folder
   * hear what of it is in their folder; `touched` says where, for events that name no files.
   */
  async announce(event: SpaceEvent, touched: string[] = []): Promise<number> {
    const sockets = this.ctx.getWebSockets()
    const isGuest = (socket: WebSocket) => this.#folderPathOf(socket) !== null
    const [guests, members] = [sockets.filter(isGuest), sockets.filter((each) => !isGuest(each))]
    for (const socket of members) this.#send(socket, event)
    if (guests.length > 0) await this.#tellGuests(guests, event, touched)
    await this.#wakeWebhooks()
    return members.length
  }

  /** For what no page has to hear: something happened that the space's webhooks may be for. */
  async wakeWebhooks(): Promise<void> {
    await this.#wakeWebhooks()
  }

  async #tellGuests(guests: WebSocket[], event: SpaceEvent, touched: string[]) {
    const isOfFiles = event.type === 'files.changed' || event.type === 'remarks.changed'
    if (!isOfFiles && event.type !== 'folders.changed') return
    const files = isOfFiles ? await pathsOfFiles(makeDb(this.env.DB), event.fileIds) : []
    for (const socket of guests) {
      // Read anew: a socket that was ended meanwhile hears nothing more.
      const path = this.#folderPathOf(socket)
      if (path === null || socket.readyState !== WebSocket.OPEN) continue
      const told = eventForGuest({ path }, event, files, touched)
      if (told) this.#send(socket, told)
      if (mayHaveMoved({ path }, event, touched)) socket.close(...signInAgain)
    }
  }

  /** Ends the sockets with which a user follows folders of this space that are not theirs. */
  async endGuest(userId: UserId): Promise<void> {
    for (const socket of this.ctx.getWebSockets()) {
      const attachment = this.#read(socket)
      const isTheirs = attachment?.userId === userId && attachment.folderPath !== null
      if (isTheirs) socket.close(...signInAgain)
    }
  }

  /** Whether what happens in the space has webhooks to wake: kept here, so that no request asks D1. */
  async listenForWebhooks(spaceId: SpaceId | null): Promise<void> {
    if (spaceId === null) await this.ctx.storage.delete(webhooksOf)
    else await this.ctx.storage.put(webhooksOf, spaceId)
  }

  /** Ends the sockets of a user who may not read the space any more; of everybody when it is null. */
  async end(userId: UserId | null): Promise<void> {
    for (const socket of this.ctx.getWebSockets()) {
      if (userId === null || this.#read(socket)?.userId === userId) socket.close(...signInAgain)
    }
    await this.endOnCanvases(userId)
  }

  /** Ends the sockets of a user, or of everybody (null), on the canvases of the space. */
  async endOnCanvases(userId: UserId | null): Promise<void> {
    const watched = await this.ctx.storage.list({ prefix: watchedCanvas })
    for (const key of watched.keys()) {
      const id = canvasIdSchema.parse(key.slice(watchedCanvas.length))
      await this.env.CANVAS_ROOM.get(this.env.CANVAS_ROOM.idFromName(id)).end(userId)
    }
  }

  /** A canvas of the space says whether anybody looks at it: whoever leaves the space leaves it, too. */
  async watchCanvas(id: CanvasId, isWatched: boolean): Promise<void> {
    if (isWatched) await this.ctx.storage.put(`${watchedCanvas}${id}`, true)
    else await this.ctx.storage.delete(`${watchedCanvas}${id}`)
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

  /** One message a second says it all: it comes a second late, and what is due is in D1. */
  async #wakeWebhooks() {
    const spaceId = spaceIdSchema.safeParse(await this.ctx.storage.get(webhooksOf)).data
    if (spaceId === undefined || Date.now() - this.#webhooksWokenAt < 1_000) return
    this.#webhooksWokenAt = Date.now()
    await this.env.WEBHOOKS.send({ spaceId }, { delaySeconds: 1 })
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

  #folderPathOf(socket: WebSocket): string | null {
    return this.#read(socket)?.folderPath ?? null
  }

  #send(socket: WebSocket, event: SpaceEvent) {
    try {
      socket.send(this.#encode(event))
    } catch {
      // A socket that is just closing; its page asks again when it is back.
    }
  }

  #encode(event: SpaceEvent): string {
    return JSON.stringify(event)
  }
}
