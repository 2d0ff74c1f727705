import { expect, it } from 'vitest'
import { fetchWords } from './fetch-words.ts'

it('the button says whether it begins, goes on or tries again, and how much is to come', () => {
  const none = { sizeBytes: 156_000_000, receivedBytes: 0 }
  expect(fetchWords('missing', none)).toBe('Download 156 MB')
  expect(fetchWords('failed', none)).toBe('Try again')
  expect(fetchWords('failed', { ...none, receivedBytes: 100_000_000 })).toBe('Go on, 56 MB')
  expect(fetchWords('broken', { ...none, receivedBytes: 156_000_000 })).toBe('Download again')
})
