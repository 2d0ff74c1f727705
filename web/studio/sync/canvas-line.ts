import { type FromRoom, fromRoomSchema, type Operation, type ToRoom } from '#contracts/canvas'
import type { CanvasId } from '#contracts/ids'

const pingMs = 20_000
/** An answer that takes longer means that the line is gone, whatever the socket says. */
const pongMs = 10_000
const maxOperations = 100
const maxMessageLength = 60_000

/** The line to the room of a canvas, taken up again whenever it breaks, until `stop` ends it. */
export interface CanvasLine {
  /** Sends operations if the line is open; whoever waits for them sends them again after `hello`. */
  send: (operations: readonly Operation[]) => void
  tell: (cursor: Extract<ToRoom, { type: 'cursor' }>) => void
  /** Begins anew, from what the page has by then. */
  again: () => void
}

export function openLine(
  canvas: CanvasId,
  stop: AbortSignal,
  on: {
    /** The number of the last operation that the page has; null: it has none. */
    after: () => number | null
    hear: (message: FromRoom) => void
    /** The line was lost, or could not be had; `attempts` times in a row. */
    lost: (attempts: number) => void
  },
): CanvasLine {
  let attempts = 0
  let socket: WebSocket | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  connect()
  stop.addEventListener('abort', () => {
    clearTimeout(again)
    socket?.close()
  })
  // Browsers tell of a lost line long before a socket does.
  addEventListener('offline', () => drop(), { signal: stop })
  addEventListener('online', () => again !== undefined && connect(), { signal: stop })

  function connect() {
    clearTimeout(again)
    again = undefined
    if (stop.aborted) return
    const address = new URL(`/api/canvases/${canvas}/live`, location.href)
    address.protocol = address.protocol.replace('http', 'ws')
    const after = on.after()
    if (after !== null) address.searchParams.set('after', String(after))
    const own = new WebSocket(address)
    socket = own
    let waitsForPong: ReturnType<typeof setTimeout> | undefined
    const ping = setInterval(() => {
      if (own.readyState !== WebSocket.OPEN) return
      own.send('ping')
      waitsForPong ??= setTimeout(() => own === socket && drop(), pongMs)
    }, pingMs)
    own.onmessage = (event) => {
      clearTimeout(waitsForPong)
      waitsForPong = undefined
      if (own !== socket || event.data === 'pong') return
      const message = fromRoomSchema.safeParse(
        typeof event.data === 'string' ? JSON.parse(event.data) : null,
      )
      if (!message.success) return
      if (message.data.type === 'hello') attempts = 0
      on.hear(message.data)
    }
    own.onclose = () => {
      clearInterval(ping)
      clearTimeout(waitsForPong)
      if (own === socket) drop()
    }
  }

  function drop() {
    const own = socket
    socket = null
    own?.close()
    if (stop.aborted || again !== undefined) return
    attempts++
    const waitMs = Math.min(15_000, 400 * 2 ** (attempts - 1)) * (0.7 + Math.random() * 0.6)
    again = setTimeout(connect, waitMs)
    on.lost(attempts)
  }

  function put(message: ToRoom) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }

  return {
    send: (operations) => {
      for (const part of inMessages(operations)) put({ type: 'operations', operations: part })
    },
    tell: put,
    again: drop,
  }
}

/** In messages of at most a hundred, each short enough for the room where its operations are. */
export function inMessages(operations: readonly Operation[]): Operation[][] {
  const messages: Operation[][] = []
  let length = 0
  for (const operation of operations) {
    const own = JSON.stringify(operation).length
    const last = messages.at(-1)
    if (last && last.length < maxOperations && length + own <= maxMessageLength) {
      last.push(operation)
      length += own
    } else {
      messages.push([operation])
      length = own
    }
  }
  return messages
}
