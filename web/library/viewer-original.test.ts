import { describe, expect, it } from 'vitest'
import { hasMorePixels, kindOfType, movesItself, whyNotOriginal } from './viewer-original.ts'

const jpeg = { mimeType: 'image/jpeg', sizeBytes: 9_000_000, isAnimated: false, edit: null }

describe('the original behind a picture', () => {
  it('is shown when browsers know its kind and it is not too much for a page', () => {
    expect(whyNotOriginal(jpeg)).toBeNull()
    expect(whyNotOriginal({ ...jpeg, sizeBytes: 60_000_000 })).toBeNull()
  })

  it('is left where it is otherwise, with the reason in a sentence', () => {
    expect(whyNotOriginal({ ...jpeg, mimeType: 'image/heic' })).toBe(
      'Browsers do not show HEIC pictures. This is the 1600 px preview.',
    )
    expect(whyNotOriginal({ ...jpeg, sizeBytes: 60_000_001 })).toBe(
      'The original has 60 MB: download it to see every pixel.',
    )
  })

  it('is wanted only where the preview leaves pixels out', () => {
    expect(hasMorePixels({ width: 1_600, height: 900 })).toBe(false)
    expect(hasMorePixels({ width: 900, height: 1_601 })).toBe(true)
    expect(hasMorePixels({ width: null, height: null })).toBe(false)
  })

  it('is wanted where the picture moves', () => {
    expect(movesItself({ ...jpeg, mimeType: 'image/gif' })).toBe(true)
    expect(movesItself({ ...jpeg, mimeType: 'image/webp', isAnimated: true })).toBe(true)
    expect(movesItself({ ...jpeg, mimeType: 'image/webp' })).toBe(false)
    expect(movesItself({ ...jpeg, mimeType: 'image/gif', sizeBytes: 70_000_000 })).toBe(false)
  })
})

it.each([
  ['video/quicktime', 'QuickTime films'],
  ['video/x-matroska', 'Matroska films'],
  ['video/MP1S', 'MPEG films'],
  ['audio/x-flac', 'FLAC recordings'],
  ['image/jxl', 'JXL pictures'],
  ['application/zip', 'files of this kind'],
])('%s is called %s', (mimeType, words) => {
  expect(kindOfType(mimeType)).toBe(words)
})
