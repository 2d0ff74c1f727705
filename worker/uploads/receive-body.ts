import { createHash } from 'node:crypto'
import { BodySource, TornBodyError } from './body-source.ts'
import type { LaneAnswer, LaneRequest } from './lane-messages.ts'
import type { LaneStore, Piece, Step } from './lane-store.ts'
import { type Fresh, makeLaneWriter } from './lane-writer.ts'
import { RunningSha256 } from './running-sha256.ts'

/** A body without a length comes in pieces of at most this size: so much is held at a time. */
const gatheredBytes = 1_048_576
/** So many pieces are made one: putting a part together must not cost a thousand reads. */
const piecesMax = 64

interface Lane {
  bucket: R2Bucket
  store: LaneStore
  /** Whether this request may still write: a newer one may have taken over. */
  isCurrent: () => boolean
  onSource: (source: BodySource) => void
}

/**
 * Takes one request's body into R2, in parts and pieces, and moves the offset after each. With a
 * checksum it moves once, at the end, or not at all. Rejects when R2 does; what was durable stays.
 */
export async function receiveBody(
  lane: Lane,
  request: LaneRequest,
  body: ReadableStream<Uint8Array>,
): Promise<LaneAnswer> {
  const { store } = lane
  const began = store.read()
  if (began === null) throw new Error('the lane was not touched')
  const hash = RunningSha256.restore(began.hash)
  const bodyHash = request.checksum && createHash(request.checksum.algorithm)
  const source = new BodySource(body, (chunk) => {
    hash.update(chunk)
    bodyHash?.update(chunk)
  })
  lane.onSource(source)
  const taker = makeTaker(lane, request, hash)
  const offset = () => store.read()?.offset ?? 0
  try {
    const refusal =
      request.length === null
        ? await takeUnknown(taker, source, request.bodyMaxBytes)
        : await takeKnown(taker, source, request.length)
    if (refusal !== null) {
      // Whoever still sends must not wait for somebody to read it.
      source.stop()
      return { kind: refusal, offset: offset() }
    }
    if (bodyHash && bodyHash.digest('hex') !== request.checksum?.hex) {
      return { kind: 'wrong_checksum', offset: offset() }
    }
    await taker.commit()
    return { kind: 'stored', offset: offset() }
  } catch (error) {
    source.stop()
    if (error instanceof TornBodyError) return { kind: 'torn', offset: offset() }
    throw error
  }
}

type Taker = ReturnType<typeof makeTaker>

async function takeKnown(taker: Taker, source: BodySource, length: number): Promise<null> {
  for (let left = length; left > 0; ) {
    const now = Math.min(left, taker.room())
    await taker.take({ length: now, send: (writer) => source.send(now, writer) })
    left -= now
  }
  return null
}

async function takeUnknown(taker: Taker, source: BodySource, maxBytes: number) {
  for (let seen = 0; ; ) {
    // Where there is no room left, one byte more is one too many.
    const chunk = await source.gather(Math.max(1, Math.min(gatheredBytes, taker.room())))
    if (chunk === null) return null
    seen += chunk.byteLength
    if (taker.room() === 0) return 'too_long'
    if (seen > maxBytes) return 'body_too_large'
    await taker.take({ length: chunk.byteLength, send: (writer) => writer.write(chunk) })
  }
}

function makeTaker(lane: Lane, { upload, checksum }: LaneRequest, hash: RunningSha256) {
  const { store } = lane
  const writer = makeLaneWriter(lane.bucket, upload)
  const { offset: began, partBytes } = store.read() ?? { offset: 0, partBytes: 0 }
  let offset = began
  let pieces = store.pieces()
  const steps: Step[] = []
  const spent: Piece[] = []
  const partEnd = () => Math.min((Math.floor(offset / partBytes) + 1) * partBytes, upload.sizeBytes)

  async function commit() {
    if (!lane.isCurrent()) throw new TornBodyError()
    store.commit(steps.splice(0))
    await writer.remove(spent.splice(0))
  }

  /** Turns all pieces of the open part, and what is fresh, into the part. */
  async function takePart(fresh: Fresh): Promise<Step> {
    const number = Math.floor(offset / partBytes) + 1
    const etag = await writer.part(number, pieces, fresh)
    spent.push(...pieces.splice(0))
    return { kind: 'part', number, etag, offset: offset + fresh.length, hash: hash.save() }
  }

  async function takePiece(fresh: Fresh): Promise<Step> {
    const piece = await writer.piece(offset, fresh)
    pieces.push(piece)
    return { kind: 'piece', piece, offset: offset + fresh.length, hash: hash.save() }
  }

  return {
    commit,
    /** How many bytes the open part still wants; 0 when the upload has all of its own. */
    room: () => partEnd() - offset,
    /** At most `room()` bytes. */
    async take(fresh: Fresh) {
      const isWhole = offset + fresh.length === partEnd()
      const step = await (isWhole ? takePart(fresh) : takePiece(fresh))
      offset = step.offset
      steps.push(step)
      if (checksum === null) await commit()
      if (pieces.length < piecesMax) return
      const [, ...rest] = pieces
      const piece = await writer.merge(pieces)
      spent.push(...rest)
      pieces = [piece]
      steps.push({ ...step, kind: 'merged', piece })
      if (checksum === null) await commit()
    },
  }
}
