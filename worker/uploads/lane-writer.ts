import { originalKey, pieceKey } from '../originals/keys.ts'
import type { LaneUpload } from './lane-messages.ts'
import type { Piece } from './lane-store.ts'

/** Bytes that are new: exactly `length` of them, written by `send`. */
export interface Fresh {
  length: number
  send: (writer: WritableStreamDefaultWriter<Uint8Array>) => Promise<void>
}

/** Writes the parts and pieces of one upload into R2; nothing of them is held in memory. */
export function makeLaneWriter(bucket: R2Bucket, upload: LaneUpload) {
  const keyOf = (piece: Piece) => pieceKey(upload.id, piece.offset)

  /** The pieces one after the other, then what is fresh. */
  async function fill(lane: WritableStream<Uint8Array>, pieces: Piece[], fresh: Fresh | null) {
    try {
      for (const piece of pieces) {
        // A piece may have grown since (see `merge`): what is noted of it still begins it.
        const range = { offset: 0, length: piece.sizeBytes }
        const object = await bucket.get(keyOf(piece), { range })
        if (object === null) throw new Error('a piece of an upload is not in R2')
        await object.body.pipeTo(lane, { preventClose: true, preventAbort: true })
      }
    } catch (error) {
      await lane.abort(error).catch(() => {})
      throw error
    }
    const writer = lane.getWriter()
    try {
      await fresh?.send(writer)
      await writer.close()
    } catch (error) {
      await writer.abort(error).catch(() => {})
      throw error
    }
  }

  /** Streams `length` bytes to `store`; rejects, with nothing stored, when they do not all come. */
  async function through<T>(
    length: number,
    store: (body: ReadableStream<Uint8Array>) => Promise<T>,
    send: (lane: WritableStream<Uint8Array>) => Promise<void>,
  ): Promise<T> {
    const lane = new FixedLengthStream(length)
    const [sent, stored] = await Promise.allSettled([send(lane.writable), store(lane.readable)])
    // What broke the body is the reason; that the store then failed too is its consequence.
    if (sent.status === 'rejected') throw sent.reason
    if (stored.status === 'rejected') throw stored.reason
    return stored.value
  }

  const sizeOf = (pieces: Piece[]) => pieces.reduce((sum, piece) => sum + piece.sizeBytes, 0)

  return {
    /** A whole part: what is there of it as pieces, and what is fresh. Resolves to its etag. */
    async part(number: number, pieces: Piece[], fresh: Fresh): Promise<string> {
      const key = originalKey(upload.spaceId, upload.originalId)
      const multipart = bucket.resumeMultipartUpload(key, upload.multipartId)
      const { etag } = await through(
        sizeOf(pieces) + fresh.length,
        (body) => multipart.uploadPart(number, body),
        (lane) => fill(lane, pieces, fresh),
      )
      return etag
    },

    async piece(offset: number, fresh: Fresh): Promise<Piece> {
      const piece = { offset, sizeBytes: fresh.length }
      await through(
        fresh.length,
        (body) => bucket.put(keyOf(piece), body),
        (lane) => fill(lane, [], fresh),
      )
      return piece
    },

    /**
     * Makes one piece of many, in the place of the first. Until that is noted the first one's bytes
     * are still where they were: at the beginning.
     */
    async merge(pieces: Piece[]): Promise<Piece> {
      const merged = { offset: pieces[0]?.offset ?? 0, sizeBytes: sizeOf(pieces) }
      await through(
        merged.sizeBytes,
        (body) => bucket.put(keyOf(merged), body),
        (lane) => fill(lane, pieces, null),
      )
      return merged
    },

    async remove(pieces: Piece[]): Promise<void> {
      if (pieces.length > 0) await bucket.delete(pieces.map(keyOf))
    },
  }
}
