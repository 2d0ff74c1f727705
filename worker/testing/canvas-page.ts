import {
  type CanvasPerson,
  type FromRoom,
  fromRoomSchema,
  type Operation,
  type Tile,
} from '#contracts/canvas'
import { applyOperation, type Canvas, emptyCanvas } from '#contracts/canvas-fold'
import type { GenerationView } from '#contracts/generations'
import type { CanvasId, OperationId } from '#contracts/ids'
import { newId } from '../ids.ts'
import type { TestUser } from './harness.ts'

export const liveAddress = (id: CanvasId, after: number | null) =>
  `/api/canvases/${id}/live${after === null ? '' : `?after=${after}`}`

/** A page on a canvas, over a real socket: what it knows, and what it waits for. */
export class CanvasPage {
  readonly #user: TestUser
  readonly #id: CanvasId
  #socket: WebSocket | null = null
  #notify = () => {}
  /** What the room has confirmed, folded by the page itself. */
  canvas: Canvas = emptyCanvas
  number = 0
  /** Sent, and not confirmed. */
  pending: Operation[] = []
  heard: FromRoom[] = []
  closed: number | null = null
  connection = ''
  /** As `hello` said, and who came since. */
  people: CanvasPerson[] = []
  running: GenerationView[] = []

  constructor(user: TestUser, id: CanvasId) {
    this.#user = user
    this.#id = id
  }

  /** Takes up the line from what it has, and sends again what was not confirmed. */
  async open(after: number | null = this.number): Promise<this> {
    const headers = { Upgrade: 'websocket' }
    const address = liveAddress(this.#id, after)
    const { status, webSocket } = await this.#user.fetch(address, { headers })
    if (!webSocket) throw new Error(`no socket, but ${status}`)
    this.#socket = webSocket
    this.closed = null
    webSocket.addEventListener('message', ({ data }) => {
      if (this.#socket !== webSocket) return
      if (data !== 'pong') this.#hear(fromRoomSchema.parse(JSON.parse(String(data))))
      else this.#notify()
    })
    webSocket.addEventListener('close', ({ code }) => {
      if (this.#socket === webSocket) this.closed = code
      this.#notify()
    })
    webSocket.accept()
    await this.next('hello')
    if (this.pending.length > 0) this.say({ type: 'operations', operations: this.pending })
    return this
  }

  send(...operations: Operation[]) {
    this.pending.push(...operations)
    if (this.#socket) this.say({ type: 'operations', operations })
  }

  say(message: object | string) {
    this.#socket?.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  /** Loses the line without a word: what comes on it from now on is not heard. */
  cut() {
    const socket = this.#socket
    this.#socket = null
    socket?.close()
  }

  /** The next message of that type that was not taken yet. */
  async next<Type extends FromRoom['type']>(type: Type): Promise<FromRoom & { type: Type }> {
    let found: (FromRoom & { type: Type }) | undefined
    await this.until(() => {
      const index = this.heard.findIndex((message) => message.type === type)
      if (index < 0) return false
      const [message] = this.heard.splice(index, 1)
      if (message && isOf(message, type)) found = message
      return true
    })
    if (!found) throw new Error('nothing was heard')
    return found
  }

  async until(isSo: () => boolean) {
    while (!isSo()) {
      await new Promise<void>((resolve) => {
        this.#notify = resolve
      })
    }
  }

  /** Resolves when all that it sent is confirmed, or refused. */
  async settled() {
    await this.until(() => this.pending.length === 0)
  }

  #hear(message: FromRoom) {
    if (message.type === 'hello') {
      this.people = message.people
      this.connection = message.connection
      this.running = message.generations
    }
    if (message.type === 'hello' && message.canvas) {
      this.canvas = new Map(message.canvas.tiles.map((tile) => [tile.id, tile]))
      this.number = message.canvas.number
    }
    if (message.type === 'hello' || message.type === 'operations') {
      for (const { number, operation } of message.operations) {
        this.#confirm(operation.id)
        if (number <= this.number) continue
        if (number !== this.number + 1) throw new Error(`${number} came after ${this.number}`)
        this.canvas = applyOperation(this.canvas, operation)
        this.number = number
      }
    }
    if (message.type === 'joined') this.people = [...this.people, message.person]
    if (message.type === 'refused') this.#confirm(message.operation)
    this.heard.push(message)
    this.#notify()
  }

  #confirm(id: OperationId) {
    this.pending = this.pending.filter((operation) => operation.id !== id)
  }
}

function isOf<Type extends FromRoom['type']>(
  message: FromRoom,
  type: Type,
): message is FromRoom & { type: Type } {
  return message.type === type
}

export function aNote(text = 'A note', more: Partial<Tile & { kind: 'note' }> = {}): Tile {
  return {
    ...{ id: newId('tile', Date.now()), kind: 'note', text, colour: 'paper' },
    ...{ x: 0, y: 0, width: 200, height: 100, z: 1, group: null },
    ...more,
  }
}

export function adding(...tiles: Tile[]): Operation {
  return { id: newId('operation', Date.now()), type: 'add', tiles }
}

/** Tiles by id, as text: what two canvases are compared by. */
export function asText(canvas: Canvas | readonly Tile[]): string {
  const tiles = [...('values' in canvas ? canvas.values() : canvas)]
  return JSON.stringify(tiles.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
}
