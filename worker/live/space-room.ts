import { DurableObject } from 'cloudflare:workers'
import type { SpaceEvent } from '#contracts/events'
import { type SpaceId, spaceIdSchema } from '#contracts/ids'
import type { Env } from '../env.ts'

/** Pushes what changes in one space to its open pages. Holds sockets only; sleeps between events. */
export class SpaceRoom extends DurableObject<Env> {
  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  }

  /** Takes a page's socket. The caller has checked that the user may read the space. */
  override async fetch(request: Request): Promise<Response> {
    const spaceId = spaceIdSchema.parse(request.headers.get('X-Space-Id'))
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server)
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

  override webSocketMessage() {
    // Pages only listen; `ping` is answered without waking the room.
  }

  override webSocketClose(socket: WebSocket, code: number) {
    socket.close(code === 1005 || code === 1006 ? 1000 : code)
  }

  async #watchHome(spaceId: SpaceId): Promise<boolean> {
    const link = this.env.HOME_LINK.get(this.env.HOME_LINK.idFromName('all'))
    return await link.watch(spaceId)
  }

  #encode(event: SpaceEvent): string {
    return JSON.stringify(event)
  }
}
