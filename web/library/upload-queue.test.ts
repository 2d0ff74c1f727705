import { describe, expect, it } from 'vitest'
import { spaceIdSchema } from '#contracts/ids'
import {
  carefulChunkBytes,
  chunkBytes,
  inOrderOfInterest,
  isOpen,
  isUnfinished,
  nextChunkBytes,
  nextToStart,
  rateOf,
  restMs,
  secondsLeft,
  totalsOf,
  type Upload,
  type UploadState,
  withSample,
} from './upload-queue.ts'

function anUpload(key: number, state: UploadState, sentBytes = 0): Upload {
  const name = `${key}.jpg`
  return {
    ...{ key, name, size: 100, file: new File(['x'.repeat(100)], name), folders: [] },
    spaceId: spaceIdSchema.parse('spc_01M7Y8GAW92WDN3W7WXYXRT8G0'),
    folderId: null,
    ...{ state, sentBytes, url: null, breaks: 0, note: null, canRetry: false },
    ...{ fileId: null, proof: null },
  }
}

describe('the upload queue', () => {
  it('runs six at a time, in order', () => {
    const uploads = Array.from({ length: 10 }, (_, key) => anUpload(key, 'waiting'))
    expect(nextToStart(uploads).map((upload) => upload.key)).toEqual([0, 1, 2, 3, 4, 5])
    const running = uploads.map((upload, key) =>
      key < 4 ? { ...upload, state: 'sending' as const } : upload,
    )
    expect(nextToStart(running).map((upload) => upload.key)).toEqual([4, 5])
  })

  it('starts nothing when all lanes are taken', () => {
    const uploads = Array.from({ length: 8 }, (_, key) => anUpload(key, 'hashing'))
    expect(nextToStart([...uploads, anUpload(9, 'waiting')])).toEqual([])
  })

  it('counts a finished file whole, a running one by what was sent, a cancelled one not at all', () => {
    const totals = totalsOf([
      anUpload(1, 'done', 40),
      anUpload(2, 'duplicate'),
      anUpload(3, 'sending', 50),
      anUpload(4, 'failed', 10),
      anUpload(5, 'cancelled', 99),
      anUpload(6, 'sending', 130),
    ])
    expect(totals).toEqual({
      count: 5,
      finished: 2,
      failed: 1,
      open: 2,
      paused: 0,
      lost: 0,
      verified: 0,
      sentBytes: 360,
      totalBytes: 500,
      share: 0.72,
    })
  })

  it('shows what failed first and what is done last', () => {
    const uploads = [
      anUpload(1, 'done'),
      anUpload(2, 'sending'),
      anUpload(3, 'failed'),
      anUpload(4, 'waiting'),
      anUpload(5, 'sending'),
    ]
    expect(inOrderOfInterest(uploads).map((upload) => upload.key)).toEqual([3, 2, 5, 4, 1])
  })

  it('says nothing of the time left before it can know', () => {
    const totals = totalsOf([anUpload(1, 'sending', 50)])
    const samples = [{ atMs: 0, bytes: 0 }]
    expect(rateOf(samples)).toBeNull()
    expect(rateOf(withSample(samples, { atMs: 500, bytes: 10 }))).toBeNull()
    expect(secondsLeft(totals, null)).toBeNull()
    expect(secondsLeft(totals, 0)).toBeNull()
    expect(secondsLeft(totals, 10)).toBeCloseTo(5)
  })

  it('tells the rate of the last seconds, not of what was long ago', () => {
    let samples = withSample([], { atMs: 0, bytes: 0 })
    for (let second = 1; second <= 60; second++) {
      const bytes = second <= 30 ? second * 1_000 : 30_000 + (second - 30) * 10
      samples = withSample(samples, { atMs: second * 1_000, bytes })
    }
    expect(rateOf(samples)).toBeCloseTo(10)
    expect(samples.length).toBeLessThan(20)
  })

  it('goes on with small chunks after a break, and with large ones once some came through', () => {
    const sizes = [null, 0, 3, 4].map((good) => nextChunkBytes(good, 100_000_000))
    expect(sizes).toEqual([chunkBytes, carefulChunkBytes, carefulChunkBytes, chunkBytes])
    expect(nextChunkBytes(null, 1_000)).toBe(1_000)
  })

  it('rests longer after each break, at most half a minute', () => {
    expect([1, 2, 3, 100].map(restMs)).toEqual([1_000, 2_000, 4_000, 30_000])
  })

  it('holds as unfinished what somebody has to help along', () => {
    expect(isUnfinished(anUpload(1, 'lost'))).toBe(true)
    expect(isOpen(anUpload(1, 'paused'))).toBe(false)
    expect(isUnfinished(anUpload(1, 'done'))).toBe(false)
  })
})
