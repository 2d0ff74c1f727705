import { DurableObject } from 'cloudflare:workers'
import { z } from 'zod'
import type {
  CanvasTiles,
  CanvasVersion,
  FromRoom,
  NumberedOperation,
  Operation,
  SentOperations,
} from '#contracts/canvas'
import type { GenerationView } from '#contracts/generations'
import {
  type CanvasVersionId,
  canvasIdSchema,
  type SpaceId,
  spaceIdSchema,
  type UserId,
} from '#contracts/ids'
import { makeDb } from '../../db/client.ts'
import type { Env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import { problemOf } from '../../http/problem.ts'
import { newId } from '../../ids.ts'
import { writeNote } from '../canvases/write-note.ts'
import { CanvasLog, type Taken } from './canvas-log.ts'
import { CanvasVersions } from './canvas-versions.ts'
import { CursorRelay } from './cursor-relay.ts'
import { hearPage, type Said } from './hear-page.ts'
import { freeColour, type Person, personSchema, toPerson, visitorSchema } from './person.ts'
import { RunningGenerations } from './running-generations.ts'
import { type Ending, SocketLimits } from './socket-limits.ts'
import { wayBack } from './way-back.ts'

/** After this time a page has to come again with its session, which may have ended meanwhile. */
const socketTtlMs = 15 * 60_000
/** What lists say of a canvas is at most so old. */
const noteMs = 3_000
const socketsMax = 64

const signInAgain: Ending = [4401, 'sign in again']

const aboutSchema = z.object({ canvas: canvasIdSchema, space: spaceIdSchema })
/** Which canvas this is, and in which space. */
export type About = z.infer<typeof aboutSchema>

export interface SentToRoom {
  about: About
  by: UserId
  operations: Operation[]
  requestId: string
}

/**
 * Keeps one canvas: takes operations in one order, remembers what they make, and tells it to open pages.
 * Sleeps between messages; what matters is in SQLite and in the sockets' attachments. Whoever calls it
 * has decided about access.
 */
export class CanvasRoom extends DurableObject<Env> {
  readonly #log: CanvasLog
  readonly #versions: CanvasVersions
  readonly #running: RunningGenerations
  readonly #limits = new SocketLimits()
  readonly #cursors = new CursorRelay<WebSocket, Said & { type: 'cursor' }>((socket, cursor) =>
    this.#pointAt(socket, cursor),
  )

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    this.#log = new CanvasLog(state.storage)
    this.#versions = new CanvasVersions(state.storage)
    this.#running = new RunningGenerations(state.storage)
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  }

  /** Takes a page's socket. `X-Visitor` says whose, and from which operation on it has the canvas. */
  override async fetch(request: Request): Promise<Response> {
    const visitor = visitorSchema.parse(
      JSON.parse(decodeURIComponent(request.headers.get('X-Visitor') ?? '')),
    )
    this.#remember(visitor.about)
    await this.#register(visitor.about)
    const others = this.#people()
    if (others.length >= socketsMax) return new Response(null, { status: 429 })
    const { 0: client, 1: server } = new WebSocketPair()
    const person: Person = {
      ...{ userId: visitor.userId, username: visitor.username, canEdit: visitor.canEdit },
      ...{ connection: crypto.randomUUID(), openedAt: Date.now() },
      colour: freeColour(others.map(([, other]) => other)),
    }
    this.ctx.acceptWebSocket(server)
    server.serializeAttachment(person)
    this.#send(server, this.#hello(person, visitor.after))
    this.#tellOthers(server, { type: 'joined', person: toPerson(person) })
    await this.#wakeIn(socketTtlMs / 3)
    return new Response(null, { status: 101, webSocket: client })
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer) {
    const text = typeof message === 'string' ? message : ''
    const tooMuch = this.#limits.heard(socket, text.length, Date.now())
    const person = this.#personOf(socket)
    if (tooMuch !== null || person === null || text === '') {
      this.#end(socket, tooMuch ?? signInAgain)
      return
    }
    const said = hearPage(text)
    if (said === null || (this.#limits.isLong(text.length) && said.count > 1)) {
      this.#end(socket, [4400, 'not understood'])
    } else if (said.type === 'cursor') {
      this.#cursors.take(socket, said)
    } else {
      const taken = person.canEdit
        ? this.#log.append(person.userId, said.operations, Date.now())
        : said.operations.map(({ id }) => ({ operationId: id, refused: onlyLooks() }))
      await this.#answer(socket, person.connection, [...said.refused, ...taken])
    }
  }

  override webSocketClose(socket: WebSocket) {
    this.#left(socket)
  }

  override webSocketError(socket: WebSocket) {
    this.#left(socket)
  }

  /** Operations of somebody without a socket; open pages hear of them. */
  async send({ about, by, operations, requestId }: SentToRoom): Promise<SentOperations> {
    this.#remember(about)
    const taken = this.#log.append(by, operations, Date.now())
    await this.#spread(taken)
    return {
      operations: taken.flatMap((each) => ('isNew' in each ? [each.operation] : [])),
      refused: taken.flatMap((each) =>
        'refused' in each
          ? [{ operation: each.operationId, problem: problemOf(each.refused, requestId) }]
          : [],
      ),
    }
  }

  /** In the order of their ids, whether the room was awake or not. */
  tiles(): CanvasTiles {
    const { number, canvas } = this.#log.read()
    const tiles = [...canvas.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
    return { number, tiles }
  }

  /** The latest first. */
  versions(): CanvasVersion[] {
    return this.#versions.list()
  }

  /** The canvas as it is now, under a name; null where there are too many versions. */
  keepVersion(named: Pick<CanvasVersion, 'id' | 'name'>): CanvasVersion | null {
    const { number, canvas } = this.#log.read()
    const createdAt = new Date().toISOString()
    const version = { ...named, number, tileCount: canvas.size, createdAt }
    return this.#versions.keep(version, canvas) ? version : null
  }

  /** Goes back to a version by operations, which are answered; null where there is none. */
  async restoreVersion({
    about,
    by,
    versionId,
  }: {
    about: About
    by: UserId
    versionId: CanvasVersionId
  }): Promise<NumberedOperation[] | null> {
    const then = this.#versions.read(versionId)
    if (then === null) return null
    this.#remember(about)
    const now = Date.now()
    const way = wayBack(this.#log.read().canvas, then, () => newId('operation', now))
    const taken = this.#log.append(by, way, now)
    await this.#spread(taken)
    return taken.flatMap((each) => ('isNew' in each ? [each.operation] : []))
  }

  /** A generation is there: its tile shows it, if canvas and tile are still there and show no later one. */
  async showGeneration({ by, ...shown }: Pick<Show, 'tile' | 'generation'> & { by: UserId }) {
    const tile = this.#log.read().canvas.get(shown.tile)
    if (tile?.kind !== 'prompt') return
    if (tile.shown !== null && tile.shown >= shown.generation) return
    const operation: Show = { id: newId('operation', Date.now()), type: 'show', ...shown }
    await this.#spread(this.#log.append(by, [operation], Date.now()))
  }

  /** A generation of this canvas began, went on or ended: open pages hear of it. */
  async tellGeneration(generation: GenerationView): Promise<void> {
    this.#running.note(generation)
    this.#tellOthers(null, { type: 'generation', generation })
  }

  /** Ends the sockets of a user, or of everybody (null): their pages come again as who they are by then. */
  async end(userId: UserId | null): Promise<void> {
    for (const [socket, person] of this.#people()) {
      if (userId === null || person.userId === userId) this.#end(socket, signInAgain)
    }
  }

  /** Forgets the canvas. */
  async clear(): Promise<void> {
    await this.end(null)
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
    this.#log.forget()
  }

  /** Writes what lists say, and ends sockets that are due for a new look at their session. */
  override async alarm() {
    await this.#writeNote()
    for (const [socket, { openedAt }] of this.#people()) {
      if (Date.now() - openedAt >= socketTtlMs) this.#end(socket, signInAgain)
    }
    const about = this.#about()
    if (this.#people().length > 0) await this.#wakeIn(socketTtlMs / 3)
    else if (about) await this.#spaceRoom(about.space).watchCanvas(about.canvas, false)
  }

  #hello(person: Person, after: number | null): FromRoom {
    const missed = after === null ? null : this.#log.after(after)
    return {
      ...{ type: 'hello', connection: person.connection, canEdit: person.canEdit },
      people: this.#people().map(([, each]) => toPerson(each)),
      canvas: missed === null ? this.tiles() : null,
      operations: missed ?? [],
      generations: this.#running.list(Date.now()),
    }
  }

  /** Whoever sent them hears what became of each; the others of what is new. */
  async #answer(socket: WebSocket, requestId: string, taken: Taken[]) {
    const again = taken.flatMap((each) => ('isNew' in each && !each.isNew ? [each.operation] : []))
    if (again.length > 0) this.#send(socket, { type: 'operations', operations: again })
    for (const each of taken) {
      if (!('refused' in each)) continue
      const problem = problemOf(each.refused, requestId)
      this.#send(socket, { type: 'refused', operation: each.operationId, problem })
    }
    await this.#spread(taken)
  }

  async #spread(taken: Taken[]) {
    const operations: NumberedOperation[] = taken.flatMap((each) =>
      'isNew' in each && each.isNew ? [each.operation] : [],
    )
    if (operations.length === 0) return
    this.#tellOthers(null, { type: 'operations', operations })
    if (this.ctx.storage.kv.get('isNoted') !== false) this.ctx.storage.kv.put('isNoted', false)
    await this.#wakeIn(noteMs)
  }

  #pointAt(socket: WebSocket, { at, chosen }: Said & { type: 'cursor' }) {
    const person = this.#personOf(socket)
    if (person === null || socket.readyState !== WebSocket.OPEN) return
    this.#tellOthers(socket, { type: 'cursor', connection: person.connection, at, chosen })
  }

  async #writeNote() {
    const about = this.#about()
    if (!about || this.ctx.storage.kv.get('isNoted') !== false) return
    // Before it is written: what comes meanwhile is noted again.
    this.ctx.storage.kv.put('isNoted', true)
    try {
      const { canvas } = this.#log.read()
      await writeNote({ db: makeDb(this.env.DB) }, about.canvas, canvas, Date.now())
    } catch (error) {
      this.ctx.storage.kv.put('isNoted', false)
      throw error
    }
  }

  #about(): About | null {
    return aboutSchema.safeParse(this.ctx.storage.kv.get('about')).data ?? null
  }

  #remember(about: About) {
    if (this.#about() === null) this.ctx.storage.kv.put('about', about)
  }

  /** Who leaves the space leaves its canvases: the space's room tells those that it knows to be looked at. */
  async #register({ space, canvas }: About) {
    if (this.#people().length === 0) await this.#spaceRoom(space).watchCanvas(canvas, true)
  }

  #spaceRoom(space: SpaceId) {
    return this.env.SPACE_ROOM.get(this.env.SPACE_ROOM.idFromName(space))
  }

  async #wakeIn(ms: number) {
    const due = await this.ctx.storage.getAlarm()
    const at = Date.now() + ms
    if (due === null || due > at) await this.ctx.storage.setAlarm(at)
  }

  #people(): [WebSocket, Person][] {
    return this.ctx.getWebSockets().flatMap((socket) => {
      const person = this.#personOf(socket)
      return person && socket.readyState === WebSocket.OPEN ? [[socket, person]] : []
    })
  }

  /** null for a socket of the version before. */
  #personOf(socket: WebSocket): Person | null {
    return personSchema.safeParse(socket.deserializeAttachment()).data ?? null
  }

  #end(socket: WebSocket, ending: Ending) {
    socket.close(...ending)
    this.#left(socket)
  }

  #left(socket: WebSocket) {
    this.#cursors.drop(socket)
    const person = this.#personOf(socket)
    if (person) this.#tellOthers(socket, { type: 'left', connection: person.connection })
  }

  #tellOthers(except: WebSocket | null, message: FromRoom) {
    const text = JSON.stringify(message)
    for (const [socket] of this.#people()) if (socket !== except) this.#sendText(socket, text)
  }

  #send(socket: WebSocket, message: FromRoom) {
    this.#sendText(socket, JSON.stringify(message))
  }

  #sendText(socket: WebSocket, text: string) {
    const seenAt = this.ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0
    const tooSlow = this.#limits.told(socket, text.length, seenAt)
    try {
      if (tooSlow) socket.close(...tooSlow)
      else socket.send(text)
    } catch {
      // A socket that is just closing; its page asks again from where it is.
    }
  }
}

type Show = Extract<Operation, { type: 'show' }>

function onlyLooks(): AppError {
  return new AppError('forbidden', 'You may look at this canvas, not change it.')
}
