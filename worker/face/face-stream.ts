import { DurableObject } from 'cloudflare:workers'
import {
  type FaceStreamAnswer,
  type FaceStreamMessage,
  faceCloseCodes,
  faceStreamMessageSchema,
  frameMaxBytes,
  streamDetector,
} from '#contracts/face-stream'
import { type Deps, makeDeps } from '../deps.ts'
import type { Env } from '../env.ts'
import { AppError } from '../errors.ts'
import {
  authenticateFaceKey,
  enterByKey,
  noSuchOrganization,
  requireFaceRole,
} from './find-organization.ts'
import { openGivenImage } from './image-source.ts'
import { requireSameAuth } from './organization-keys.ts'
import { findOrganization, type OrganizationRow } from './organization-queries.ts'
import { recognizeFaces } from './recognize-faces.ts'
import {
  type StreamAttachment,
  type StreamCaller,
  streamAttachmentSchema,
  streamCallerSchema,
} from './stream-attachment.ts'

/** Whoever has not said who they are by then never will. */
const signInMs = 5_000
const idleMs = 120_000
/** A page's session may have ended meanwhile: it comes again with it. */
const sessionTtlMs = 15 * 60_000
/** Four times what any camera sends. */
const messagesPerSecondMax = 120

interface Frame {
  number: number
  id: string | number | null
  image: Uint8Array | string
}

/**
 * Recognizes faces in what one connection sends, frame after frame. While a frame is looked at, the
 * newest that came waits, and those before it are dropped: a live picture is worth nothing late. It
 * sleeps between frames; what it knows of its caller is with the socket.
 */
export class FaceStream extends DurableObject<Env> {
  #isBusy = false
  #waiting: Frame | null = null
  #tookMs = 0
  /** Whether the caller is let in; null before the first message. */
  #signingIn: Promise<boolean> | null = null

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  }

  /** Takes the socket of a caller whom the Worker let in, or who has yet to say who they are. */
  override async fetch(request: Request): Promise<Response> {
    const caller = streamCallerSchema
      .nullable()
      .parse(JSON.parse(request.headers.get('X-Face-Caller') ?? 'null'))
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server)
    const now = Date.now()
    const organization = request.headers.get('X-Organization')
    const wishes = {
      ...({ limit: 1, faces: 'all', landmarks: false } as const),
      detector: streamDetector,
    }
    this.#note(server, {
      ...{ caller, organization, wishes, openedAt: now, heardAt: now },
      ...{ second: 0, messages: 0, frame: 0 },
    })
    await this.ctx.storage.setAlarm(now + (caller === null ? signInMs : idleMs))
    if (caller !== null) {
      const row = await findOrganization(this.#deps().db, caller.spaceId)
      if (row) this.#send(server, { type: 'ready', organization: row.name })
    }
    const protocol = request.headers.get('X-Protocol')
    const headers = protocol === null ? {} : { 'Sec-WebSocket-Protocol': protocol }
    return new Response(null, { status: 101, webSocket: client, headers })
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer) {
    const size = typeof message === 'string' ? message.length : message.byteLength
    if (size > frameMaxBytes) return socket.close(1009, 'too large')
    const before = this.#read(socket)
    if (before === null) return socket.close(faceCloseCodes.signIn, 'sign in again')
    const now = Date.now()
    const second = Math.floor(now / 1_000)
    const messages = before.second === second ? before.messages + 1 : 1
    if (messages > messagesPerSecondMax) {
      return socket.close(faceCloseCodes.tooMany, 'too many messages')
    }
    const attachment = { ...before, second, messages, heardAt: now }
    const said = typeof message === 'string' ? readMessage(message) : {}
    if (said === null) {
      this.#note(socket, attachment)
      return this.#refuse(socket, null, new AppError('validation_failed', 'This is no message.'))
    }
    this.#note(socket, attachment)
    if (attachment.caller === null) {
      const isFirst = this.#signingIn === null
      this.#signingIn ??= this.#signIn(socket, said, attachment.organization)
      if (!(await this.#signingIn)) return
      if (isFirst && said.image === undefined) return
    }
    await this.#take(socket, said, typeof message === 'string' ? null : message)
  }

  /** Lets in whoever says a key that is good, or closes; what comes meanwhile waits for it. */
  async #signIn(socket: WebSocket, said: FaceStreamMessage, asked: string | null) {
    try {
      const key = said.api_key ?? said.token ?? ''
      const name = said.organization ?? asked ?? undefined
      const { actor, organization, named } = await enterByKey(this.#deps(), key, name)
      if (!organization || !actor.memberships.has(organization.spaceId)) throw noSuchOrganization()
      requireFaceRole(actor, organization, 'viewer')
      const { user, api_key_name } = said
      if (user !== undefined && api_key_name !== undefined) {
        requireSameAuth(actor, { user, api_key_name })
      }
      await this.ctx.storage.setAlarm(Date.now() + idleMs)
      const attachment = this.#read(socket)
      if (!attachment) return false
      const { handle, keyHash } = named
      const { spaceId } = organization
      const caller: StreamCaller = { spaceId, who: { kind: 'key', handle, keyHash } }
      this.#note(socket, { ...attachment, caller })
      this.#send(socket, { type: 'ready', organization: organization.name })
      return true
    } catch (error) {
      this.#refuse(socket, null, error)
      socket.close(faceCloseCodes.signIn, 'not signed in')
      return false
    }
  }

  async #take(socket: WebSocket, said: FaceStreamMessage, bytes: ArrayBuffer | null) {
    const before = this.#read(socket)
    if (before === null) return
    const { threshold, limit, faces, landmarks, detector } = said
    const changed = Object.entries({ threshold, limit, faces, landmarks, detector })
    const wishes = {
      ...before.wishes,
      ...Object.fromEntries(changed.filter(([, value]) => value !== undefined)),
    }
    const image = bytes === null ? said.image : new Uint8Array(bytes)
    const number = image === undefined ? before.frame : before.frame + 1
    this.#note(socket, { ...before, wishes, frame: number })
    if (image === undefined) return
    if (said.organization !== undefined && before.caller) {
      const named = await findOrganization(this.#deps().db, said.organization)
      const isOwn = named?.spaceId === before.caller.spaceId
      if (!isOwn) return this.#refuse(socket, { number, id: said.id ?? null }, noSuchOrganization())
    }
    if (this.#waiting) this.#drop(socket, this.#waiting)
    this.#waiting = { number, id: said.id ?? null, image }
    if (!this.#isBusy) await this.#work(socket)
  }

  /** Looks at what waits, one frame after the other, so that answers come in order. */
  async #work(socket: WebSocket) {
    this.#isBusy = true
    try {
      for (let frame = this.#waiting; frame !== null; frame = this.#waiting) {
        this.#waiting = null
        const startedAt = Date.now()
        await this.#answer(socket, frame, startedAt)
        this.#tookMs = Date.now() - startedAt
      }
    } finally {
      this.#isBusy = false
    }
  }

  async #answer(socket: WebSocket, frame: Frame, startedAt: number) {
    try {
      const attachment = this.#read(socket)
      const deps = this.#deps()
      if (attachment?.caller == null) return
      const entered = await this.#enter(deps, attachment.caller)
      if (!entered) return socket.close(faceCloseCodes.signIn, 'sign in again')
      const source = await openGivenImage(deps, entered.actor, frame.image)
      const seen = await recognizeFaces(deps, entered.organization, source, attachment.wishes)
      const { number, id } = frame
      const tookMs = Date.now() - startedAt
      this.#send(socket, { type: 'faces', frame: number, id, tookMs, ...seen })
    } catch (error) {
      this.#refuse(socket, frame, error)
    }
  }

  /** Whether the caller may still speak, asked for every frame. */
  async #enter(deps: Deps, { spaceId, who }: StreamCaller) {
    const organization: OrganizationRow | undefined = await findOrganization(deps.db, spaceId)
    if (!organization) return null
    if (who.kind === 'session') {
      const isSame = who.keyGeneration === organization.keyGeneration
      return isSame ? { organization, actor: null } : null
    }
    const actor = await authenticateFaceKey(deps, who, organization)
    return actor && { organization, actor }
  }

  /** Ends a connection that nobody signed in to, that is idle, or whose session is to be shown again. */
  override async alarm() {
    const now = Date.now()
    for (const socket of this.ctx.getWebSockets()) {
      const attachment = this.#read(socket)
      const isOld =
        attachment?.caller?.who.kind === 'session' && now - attachment.openedAt >= sessionTtlMs
      if (attachment?.caller == null || isOld) socket.close(faceCloseCodes.signIn, 'sign in')
      else if (now - attachment.heardAt >= idleMs) socket.close(faceCloseCodes.idle, 'idle')
      else await this.ctx.storage.setAlarm(attachment.heardAt + idleMs)
    }
  }

  override webSocketClose(socket: WebSocket, code: number) {
    this.#waiting = null
    socket.close(code === 1005 || code === 1006 ? 1000 : code)
  }

  #drop(socket: WebSocket, { number, id }: Frame) {
    this.#send(socket, { type: 'busy', frame: number, id, tookMs: this.#tookMs })
  }

  #refuse(socket: WebSocket, frame: Pick<Frame, 'number' | 'id'> | null, error: unknown) {
    const known = error instanceof AppError ? error : null
    if (!known) this.#deps().log.error('face.frame_failed', error)
    const detail = known?.message ?? 'Something went wrong on our side. Send the next frame.'
    const code = known?.code ?? 'internal'
    this.#send(socket, {
      ...{ type: 'error', code, detail },
      ...{ frame: frame?.number ?? 0, id: frame?.id ?? null },
    })
  }

  #deps(): Deps {
    return makeDeps(this.env, { object: 'FaceStream' }, (work) => this.ctx.waitUntil(work))
  }

  #note(socket: WebSocket, attachment: StreamAttachment) {
    socket.serializeAttachment(attachment)
  }

  #read(socket: WebSocket): StreamAttachment | null {
    return streamAttachmentSchema.safeParse(socket.deserializeAttachment()).data ?? null
  }

  #send(socket: WebSocket, answer: FaceStreamAnswer) {
    try {
      socket.send(JSON.stringify(answer))
    } catch {
      // A socket that is just closing has no use for it.
    }
  }
}

function readMessage(text: string): FaceStreamMessage | null {
  try {
    return faceStreamMessageSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
