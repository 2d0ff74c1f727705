import type { OrganizationView } from '#contracts/face-api'
import {
  type FaceStreamAnswer,
  faceCloseCodes,
  faceStreamAnswerSchema,
  faceStreamProtocol,
} from '#contracts/face-stream'
import { heldKey } from './face-calls.ts'

export type Seen = Extract<FaceStreamAnswer, { type: 'faces' }>

export interface StreamFigures {
  /** Answered frames of the last three seconds, each second. */
  perSecond: number
  /** From the moment that a frame was taken to its answer, in milliseconds; of the last answer. */
  delayMs: number
  dropped: number
}

export interface FaceSocketListener {
  onOpen: () => void
  onFaces: (seen: Seen, figures: StreamFigures) => void
  onRefused: (sentence: string) => void
  /** `isFinal`: connecting again would end the same way. */
  onClose: (sentence: string, isFinal: boolean) => void
}

/** One is looked at, one is on its way: more would only be dropped. */
const underWayMax = 2
const windowMs = 3_000

/**
 * A connection to `/ws/recognize`. Frames are sent as bytes and counted as the vault counts them;
 * `isReady` says whether another one would be looked at at once.
 */
export class FaceSocket {
  readonly #socket: WebSocket
  readonly #takenAt = new Map<number, number>()
  #answeredAt: number[] = []
  #frame = 0
  #dropped = 0
  #isOpen = false

  constructor({ organization }: OrganizationView, listener: FaceSocketListener) {
    const address = new URL('/ws/recognize', location.href)
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
    address.searchParams.set('organization', organization)
    const key = heldKey.value
    const protocols = key === null ? [faceStreamProtocol] : [faceStreamProtocol, key.text]
    this.#socket = new WebSocket(address, protocols)
    this.#socket.addEventListener('message', ({ data }) => this.#take(data, listener))
    this.#socket.addEventListener('close', ({ code }) => {
      const isFinal = code === 1000 || code === faceCloseCodes.tooMany
      listener.onClose(closeSentence(code), isFinal)
    })
  }

  get isReady(): boolean {
    return this.#isOpen && this.#takenAt.size < underWayMax
  }

  /** What is wished for holds from the next frame on. */
  wish(wishes: { threshold?: number; landmarks?: boolean; faces?: 'all' | 'largest' }): void {
    if (this.#isOpen) this.#socket.send(JSON.stringify(wishes))
  }

  send(frame: Blob): void {
    if (!this.isReady) return
    this.#frame += 1
    this.#takenAt.set(this.#frame, performance.now())
    this.#socket.send(frame)
  }

  close(): void {
    this.#socket.close(1000)
  }

  #take(data: unknown, listener: FaceSocketListener) {
    if (typeof data !== 'string') return
    const said = faceStreamAnswerSchema.parse(JSON.parse(data))
    if (said.type === 'ready') {
      this.#isOpen = true
      return listener.onOpen()
    }
    const now = performance.now()
    const delayMs = now - (this.#takenAt.get(said.frame) ?? now)
    this.#takenAt.delete(said.frame)
    switch (said.type) {
      case 'busy':
        this.#dropped += 1
        return
      case 'error':
        return listener.onRefused(said.detail)
      case 'faces': {
        this.#answeredAt = [...this.#answeredAt.filter((at) => now - at < windowMs), now]
        const first = this.#answeredAt[0] ?? now
        const perSecond =
          now === first ? 0 : ((this.#answeredAt.length - 1) * 1_000) / (now - first)
        return listener.onFaces(said, { perSecond, delayMs, dropped: this.#dropped })
      }
    }
  }
}

function closeSentence(code: number): string {
  switch (code) {
    case faceCloseCodes.signIn:
      return 'The vault wants to know again who this is: start once more.'
    case faceCloseCodes.idle:
      return 'Nothing was sent for two minutes.'
    case faceCloseCodes.tooMany:
      return 'Too much was sent at once.'
    default:
      return 'The connection is gone.'
  }
}
