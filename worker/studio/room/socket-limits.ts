/** A message is longer only where it holds a single operation: a mask, or many tiles that were pasted. */
const usualLengthMax = 64_000
const lengthMax = 2_000_000
const messagesPerSecondMax = 100
const longMessagesPerMinuteMax = 30
/** Characters sent to a page that has not shown since that it reads: it is too slow, or gone. */
const unreadMax = 24_000_000

interface Counts {
  second: number
  messages: number
  minute: number
  longMessages: number
  unread: number
  seenAt: number
}

/** Why a socket is closed: a code and a few words. */
export type Ending = readonly [code: number, reason: string]

/**
 * How much each page says and how much it is told. In memory only: a room that sleeps in between has
 * heard and said nothing for a while, and begins to count anew.
 */
export class SocketLimits {
  readonly #counts = new WeakMap<WebSocket, Counts>()

  /** Counts a message of a page; what it is closed with if that was too much. */
  heard(socket: WebSocket, length: number, now: number): Ending | null {
    if (length > lengthMax) return [1009, 'too large']
    const counts = this.#of(socket)
    const [second, minute] = [Math.floor(now / 1_000), Math.floor(now / 60_000)]
    if (counts.second !== second) Object.assign(counts, { second, messages: 0 })
    if (counts.minute !== minute) Object.assign(counts, { minute, longMessages: 0 })
    counts.messages++
    if (length > usualLengthMax) counts.longMessages++
    counts.unread = 0
    return counts.messages > messagesPerSecondMax || counts.longMessages > longMessagesPerMinuteMax
      ? [4429, 'too many messages']
      : null
  }

  /** Counts what a page is told; `seenAt`: when it last asked whether the room is there. */
  told(socket: WebSocket, length: number, seenAt: number): Ending | null {
    const counts = this.#of(socket)
    if (seenAt > counts.seenAt) Object.assign(counts, { seenAt, unread: 0 })
    counts.unread += length
    return counts.unread > unreadMax ? [4413, 'too slow'] : null
  }

  /** Whether a message of that length may hold more than one operation. */
  isLong(length: number): boolean {
    return length > usualLengthMax
  }

  #of(socket: WebSocket): Counts {
    const known = this.#counts.get(socket)
    if (known) return known
    const none = { second: 0, messages: 0, minute: 0, longMessages: 0, unread: 0, seenAt: 0 }
    this.#counts.set(socket, none)
    return none
  }
}
