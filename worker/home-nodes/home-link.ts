import { DurableObject } from 'cloudflare:workers'
import { linkClockSkewMs } from '#contracts/home-node'
import { homeNodeIdSchema, type SpaceId, spaceIdSchema } from '#contracts/ids'
import { makeDb } from '../db/client.ts'
import { type Env, parseEnv } from '../env.ts'
import { makeLog } from '../http/log.ts'
import { setHomeJobsWaiting } from './queries.ts'

/** A nonce is remembered for longer than the widest window in which its time would be accepted. */
const nonceTtlMs = 2 * linkClockSkewMs

/**
 * Where the home nodes' outbound sockets end and their nonces are kept. The socket carries nothing
 * but "wake": there is work in D1. Whether one is open is what "the home node is online" means.
 */
export class HomeLink extends DurableObject<Env> {
  readonly #sql: SqlStorage

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    parseEnv(env)
    this.#sql = state.storage.sql
    this.#sql.exec(
      'create table if not exists nonces (nonce text primary key, until integer not null)',
    )
    this.#sql.exec('create index if not exists nonces_by_end on nonces (until)')
    this.#sql.exec('create table if not exists watchers (space_id text primary key)')
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  }

  /** True once for each nonce. */
  claimNonce(nonce: string, nowMs: number): boolean {
    this.#sql.exec('delete from nonces where until < ?', nowMs)
    const claimed = this.#sql.exec(
      'insert into nonces (nonce, until) values (?, ?) on conflict do nothing',
      nonce,
      nowMs + nonceTtlMs,
    )
    return claimed.rowsWritten > 0
  }

  /** Tells the connected home nodes to look for work; answers whether there is one. */
  wake(): boolean {
    for (const socket of this.ctx.getWebSockets()) {
      try {
        socket.send(JSON.stringify({ type: 'wake' }))
      } catch {
        // It is just closing and will ask by itself when it is back.
      }
    }
    return this.isOnline()
  }

  isOnline(): boolean {
    return this.ctx.getWebSockets().length > 0
  }

  /** Tells that space's room from now on when the home node comes or goes; answers how it is now. */
  watch(spaceId: SpaceId): boolean {
    this.#sql.exec('insert into watchers (space_id) values (?) on conflict do nothing', spaceId)
    return this.isOnline()
  }

  /** Takes a home node's socket. The caller has checked its signature. */
  override async fetch(request: Request): Promise<Response> {
    const homeNodeId = homeNodeIdSchema.parse(request.headers.get('X-Home-Node-Id'))
    // A node has one socket: an older one belongs to a connection that it has given up.
    for (const old of this.ctx.getWebSockets(homeNodeId)) old.close(1000, 'replaced')
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server, [homeNodeId])
    await this.#changed(true)
    server.send(JSON.stringify({ type: 'wake' }))
    return new Response(null, { status: 101, webSocket: client })
  }

  override async webSocketClose(socket: WebSocket, code: number) {
    socket.close(code === 1005 || code === 1006 ? 1000 : code)
    await this.#gone(socket)
  }

  override async webSocketError(socket: WebSocket) {
    await this.#gone(socket)
  }

  async #gone(gone: WebSocket) {
    const others = this.ctx.getWebSockets().filter((socket) => socket !== gone)
    if (others.length === 0) await this.#changed(false)
  }

  async #changed(online: boolean) {
    const log = makeLog({ homeLink: true })
    try {
      await setHomeJobsWaiting(makeDb(this.env.DB), !online)
      for (const row of this.#sql.exec('select space_id from watchers').toArray()) {
        const spaceId = spaceIdSchema.parse(row.space_id)
        const room = this.env.SPACE_ROOM.get(this.env.SPACE_ROOM.idFromName(spaceId))
        if ((await room.announce({ type: 'home', online })) === 0) {
          this.#sql.exec('delete from watchers where space_id = ?', spaceId)
        }
      }
      log.info('home_node.presence', { online })
    } catch (error) {
      log.error('home_node.presence_failed', error, { online })
    }
  }
}
