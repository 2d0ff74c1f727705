import { describe, expect, it } from 'vitest'
import { spaceIdSchema } from '#contracts/ids'
import {
  inOrderOfInterest,
  nextToStart,
  secondsLeft,
  totalsOf,
  type Upload,
  type UploadState,
} from './upload-queue.ts'

function anUpload(key: number, state: UploadState, sentBytes = 0): Upload {
  return {
    key,
    file: new File(['x'.repeat(100)], `${key}.jpg`),
    spaceId: spaceIdSchema.parse('spc_01M7Y8GAW92WDN3W7WXYXRT8G0'),
    folderId: null,
    state,
    sentBytes,
    note: null,
    canRetry: false,
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
    expect(secondsLeft(totals, 0, 500)).toBeNull()
    expect(secondsLeft(totals, 0, 5_000)).toBeCloseTo(5)
    expect(secondsLeft(totalsOf([anUpload(1, 'waiting')]), 0, 5_000)).toBeNull()
  })
})
