import { createHash, generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { ulid } from 'ulid'
import { frameHead, splitFrame } from '#contracts/frames'
import {
  type Change,
  type CopyAck,
  changesQuerySchema,
  copyAcksSchema,
  type DiskReport,
  diskReportSchema,
  enrolRequestSchema,
  originalBatchSchema,
} from '#contracts/home-node'
import {
  fileIdSchema,
  type JobId,
  jobIdSchema,
  type OriginalId,
  originalIdSchema,
  type Sha256,
  sha256Schema,
  spaceIdSchema,
} from '#contracts/ids'
import {
  type IngestResult,
  ingestResultSchema,
  jobFailureSchema,
  type LeasedJob,
  leaseRequestSchema,
} from '#contracts/jobs'
import { defaultPolicy } from '#contracts/policy'
import { boundedBytes } from '../bounded-bytes.ts'
import { importPublicKey } from '../link/identity.ts'
import { makeVerifier, sha256Hex, signRequest } from '../link/signed-request.ts'
import { parseRange } from '../serve/range.ts'

export interface PeerOriginal {
  id: OriginalId
  sha256: Sha256
  bytes: Uint8Array
}

/** What a peer can be told to do wrong. */
interface PeerFaults {
  /** Answers 503 to everything. */
  isAway: boolean
  /** Ends every download after this many bytes. */
  breakOffAfter: number | null
  /** Sends originals with one bit flipped. */
  flipsBits: boolean
  /** Leaves every second original out of a batch and flips a bit in the others. */
  spoilsBatches: boolean
}

const bodyMax = 10_000_000

/**
 * The far side of the link for tests and fault runs: a real HTTP server on loopback that speaks the
 * `/api/home` protocol, checks every signature, and keeps what it was told. It stands for the
 * Worker where the Worker itself would only be slower to start.
 */
export async function startPeer(options: { joinCode?: string } = {}) {
  const joinCode = options.joinCode ?? 'a-join-code-for-tests'
  const pair = generateKeyPairSync('ed25519')
  const publicKey = String(pair.publicKey.export({ format: 'jwk' }).x)
  const spaceId = spaceIdSchema.parse(`spc_${ulid()}`)
  const node = { id: '', publicKey: null as ReturnType<typeof importPublicKey> | null }
  const faults: PeerFaults = {
    isAway: false,
    breakOffAfter: null,
    flipsBits: false,
    spoilsBatches: false,
  }
  const originals = new Map<OriginalId, PeerOriginal>()
  const changes: Change[] = []
  const acks = new Map<string, CopyAck>()
  const heardAcks: CopyAck[] = []
  const downloads: { originalId: OriginalId; from: number }[] = []
  const batches: OriginalId[][] = []
  const refused: string[] = []
  const jobs: LeasedJob[] = []
  const results = new Map<JobId, IngestResult | { failed: string }>()
  /** By job and name. */
  const renditions = new Map<string, Uint8Array>()
  const sockets = new Set<Duplex>()
  let disks: DiskReport['disks'] = []
  let mirror: DiskReport['mirror']
  let removalsAllowedUntilMs: number | null = null

  const verifier = makeVerifier({
    audience: 'worker',
    publicKeyOf: (key) => (key === node.id ? node.publicKey : null),
  })

  function addOriginal(bytes: Uint8Array): PeerOriginal {
    const id = originalIdSchema.parse(`org_${ulid()}`)
    const sha256 = sha256Schema.parse(createHash('sha256').update(bytes).digest('hex'))
    const original = { id, sha256, bytes }
    originals.set(id, original)
    changes.push({
      seq: changes.length + 1,
      kind: 'original.stored',
      spaceId,
      fileId: fileIdSchema.parse(`fil_${ulid()}`),
      original: { id, sha256, sizeBytes: bytes.length, wants: defaultPolicy },
      atMs: Date.now(),
    })
    return original
  }

  /** Purges an original: it is not to be had any more, and the feed says so. */
  function removeOriginal({ id, sha256, bytes }: PeerOriginal): void {
    originals.delete(id)
    for (const change of changes) {
      if (change.original?.id === id) change.original = null
    }
    changes.push({
      ...{ seq: changes.length + 1, kind: 'original.removed', spaceId, fileId: null },
      original: { id, sha256, sizeBytes: bytes.length, wants: defaultPolicy },
      atMs: Date.now(),
    })
  }

  function addJob(original: PeerOriginal, mimeType: string): LeasedJob {
    const job: LeasedJob = {
      id: jobIdSchema.parse(`job_${ulid()}`),
      name: 'ingest-file',
      attempt: 1,
      leaseUntilMs: Date.now() + 60_000,
      fileId: fileIdSchema.parse(`fil_${ulid()}`),
      spaceId,
      originalId: original.id,
      sha256: original.sha256,
      sizeBytes: original.bytes.length,
      mimeType,
    }
    jobs.push(job)
    return job
  }

  function enrol(request: IncomingMessage, body: Uint8Array): unknown {
    const wish = enrolRequestSchema.parse(JSON.parse(new TextDecoder().decode(body)))
    if (wish.code !== joinCode) return null
    node.id = wish.homeNodeId
    node.publicKey = importPublicKey(wish.publicKey)
    if (!isSigned(request, body)) return null
    return { homeNodeId: wish.homeNodeId, workerPublicKey: publicKey }
  }

  function isSigned(request: IncomingMessage, body: Uint8Array): boolean {
    const verdict = verifier.verify({
      method: request.method ?? '',
      target: request.url ?? '',
      header: (name) => {
        const value = request.headers[name.toLowerCase()]
        return typeof value === 'string' ? value : undefined
      },
    })
    if (verdict.ok && sha256Hex(body) === verdict.bodySha256) return true
    refused.push(verdict.ok ? 'body' : verdict.reason)
    return false
  }

  function sendOriginal(request: IncomingMessage, response: ServerResponse, id: string): void {
    const original = originals.get(originalIdSchema.parse(id))
    if (original === undefined) {
      problem(response, 404)
      return
    }
    const whole = original.bytes
    const range = parseRange(request.headers.range, whole.length)
    if (range === 'none') {
      problem(response, 416)
      return
    }
    const { start, end } = range === 'whole' ? { start: 0, end: whole.length - 1 } : range
    downloads.push({ originalId: original.id, from: start })
    const part = spoilt(whole.subarray(start, end + 1), faults.flipsBits)
    response.writeHead(range === 'whole' ? 200 : 206, {
      ETag: `"${original.sha256}"`,
      'Content-Length': part.length,
      ...(range === 'whole' ? {} : { 'Content-Range': `bytes ${start}-${end}/${whole.length}` }),
    })
    if (faults.breakOffAfter !== null && part.length > faults.breakOffAfter) {
      response.write(part.subarray(0, faults.breakOffAfter), () => response.destroy())
    } else response.end(part)
  }

  function problem(response: ServerResponse, status: number): void {
    response.writeHead(status).end()
  }
  const json = (response: ServerResponse, value: unknown) =>
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))

  function takeReport(jobId: JobId, body: Uint8Array): IngestResult {
    const { head, bytes } = splitFrame(body)
    const result = ingestResultSchema.parse(head)
    let from = 0
    for (const { name, sizeBytes } of result.renditions) {
      renditions.set(`${jobId}/${name}`, bytes.subarray(from, from + sizeBytes))
      from += sizeBytes
    }
    if (from !== bytes.length) throw new Error('other bytes than the result lists')
    return result
  }

  function sendBatch(response: ServerResponse, body: Uint8Array): void {
    const { ids } = originalBatchSchema.parse(JSON.parse(new TextDecoder().decode(body)))
    batches.push(ids)
    response.writeHead(200)
    for (const [index, originalId] of ids.entries()) {
      const original = originals.get(originalId)
      if (original === undefined || (faults.spoilsBatches && index % 2 === 1)) continue
      downloads.push({ originalId, from: 0 })
      const part = spoilt(original.bytes, faults.flipsBits || faults.spoilsBatches)
      const { breakOffAfter } = faults
      response.write(frameHead({ originalId, sizeBytes: part.length }))
      if (breakOffAfter !== null && part.length > breakOffAfter) {
        response.write(part.subarray(0, breakOffAfter), () => response.destroy())
        return
      }
      response.write(part)
    }
    response.end()
  }

  function spoilt(bytes: Uint8Array, isSpoilt: boolean): Uint8Array {
    if (!isSpoilt || bytes.length === 0) return bytes
    const flipped = Uint8Array.from(bytes)
    flipped[0] = (flipped[0] ?? 0) ^ 1
    return flipped
  }

  /** Everything but enrolment and originals; null when there is no such route. */
  function answer(method: string, url: URL, body: Uint8Array): unknown {
    const parsed = (): unknown => JSON.parse(new TextDecoder().decode(body))
    const [, part = '', third = '', fourth = ''] = url.pathname.slice('/api/'.length).split('/')
    switch (`${method} ${part}`) {
      case 'PUT disks':
        ;({ disks, mirror } = diskReportSchema.parse(parsed()))
        return { removalsAllowedUntilMs }
      case 'GET changes': {
        const { after, limit } = changesQuerySchema.parse(Object.fromEntries(url.searchParams))
        const page = changes.slice(after, after + limit)
        return { changes: page, lastSeq: changes.length }
      }
      case 'POST copies': {
        const { copies } = copyAcksSchema.parse(parsed())
        const unknown = copies.filter((ack) => originals.get(ack.originalId)?.sha256 !== ack.sha256)
        for (const ack of copies) acks.set(`${ack.originalId} ${ack.diskId}`, ack)
        heardAcks.push(...copies)
        return { unknown: unknown.map((ack) => ack.originalId) }
      }
      case 'POST jobs': {
        if (third === 'lease')
          return { jobs: jobs.splice(0, leaseRequestSchema.parse(parsed()).max) }
        const jobId = jobIdSchema.parse(third)
        if (fourth === 'done') results.set(jobId, takeReport(jobId, body))
        else results.set(jobId, { failed: jobFailureSchema.parse(parsed()).note })
        return {}
      }
      default:
        return null
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (faults.isAway) return problem(response, 503)
    const body = await boundedBytes(request, bodyMax)
    const url = new URL(request.url ?? '/', 'http://peer')
    if (url.pathname === '/api/home/enrol') {
      const enrolled = enrol(request, body)
      if (enrolled === null) problem(response, 403)
      else json(response, enrolled)
      return
    }
    if (!isSigned(request, body)) return problem(response, 401)
    const original = /^\/api\/home\/originals\/(org_\w+)$/.exec(url.pathname)
    if (original?.[1] !== undefined) return sendOriginal(request, response, original[1])
    if (url.pathname === '/api/home/originals/batch') return sendBatch(response, body)
    const value = answer(request.method ?? '', url, body)
    if (value === null) problem(response, 404)
    else json(response, value)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => problem(response, 400))
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    if (faults.isAway || request.url !== '/api/home/wake' || !isSigned(request, new Uint8Array())) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
      return
    }
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    sockets.add(socket)
    socket.on('data', () => undefined)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    joinCode,
    faults,
    originals,
    changes,
    /** The last word on each copy. */
    acks,
    /** All that was ever said of copies. */
    heardAcks,
    verifiedAcks: () => [...acks.values()].filter((ack) => ack.verifiedAtMs !== null),
    downloads,
    /** What was asked for together. */
    batches,
    /** Reasons of requests whose signature did not hold. */
    refused,
    results,
    renditions,
    jobs,
    sockets,
    disks: () => disks,
    /** What the home node said of its mirror last. */
    mirror: () => mirror,
    /** What an admin allows on the page. */
    allowRemovals(untilMs: number) {
      removalsAllowedUntilMs = untilMs
    },
    nodeId: () => node.id,
    addOriginal,
    removeOriginal,
    addJob,
    /** As the Worker does when something was uploaded. */
    wake(): void {
      const text = Buffer.from(JSON.stringify({ type: 'wake' }))
      for (const socket of sockets)
        socket.write(Buffer.concat([Buffer.of(0x81, text.length), text]))
    },
    /** Headers with which the Worker would call the home node. */
    sign: (method: string, target: string, body?: Uint8Array) =>
      signRequest(
        { key: 'worker', privateKey: pair.privateKey },
        { audience: node.id, method, target, ...(body === undefined ? {} : { body }) },
      ),
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}
export type Peer = Awaited<ReturnType<typeof startPeer>>
