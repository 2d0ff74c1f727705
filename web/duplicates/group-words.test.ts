import { describe, expect, it } from 'vitest'
import { dayOf, keepWords, sizeOf } from './group-words.ts'

describe('a group of duplicates', () => {
  it.each([
    [1, 2, 'Keep 1, trash 2'],
    [0, 3, 'Choose one to keep'],
    [3, 0, 'Nothing to trash'],
  ])('with %i kept and %i others says %s', (kept, others, words) => {
    expect(keepWords(kept, others)).toBe(words)
  })

  it('says when a picture was taken, or that its date is only that of its upload', () => {
    const shownAt = '2024-05-31T14:03:22'
    expect(dayOf({ shownAt, takenAt: shownAt })).toBe('31 May 2024, 14:03')
    expect(dayOf({ shownAt, takenAt: null })).toBe('added 31 May 2024, 14:03')
    expect(sizeOf({ width: 4000, height: 3000 })).toBe('4000 × 3000')
  })
})
