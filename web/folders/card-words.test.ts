import { describe, expect, it } from 'vitest'
import { contentsInWords, sharingInWords } from './card-words.ts'

describe('a card says', () => {
  it.each([
    [0, 0, 'Empty'],
    [1, 0, '1 file'],
    [1_200, 1, '1 folder, 1,200 files'],
    [0, 3, '3 folders'],
  ])('what lies in it: %i files and %i folders', (fileCount, folderCount, words) => {
    expect(contentsInWords({ fileCount, folderCount })).toBe(words)
  })

  it('with whom it is shared, by name as far as that is short', () => {
    const words = (...names: string[]) =>
      sharingInWords({ people: names.length, names: names.slice(0, 3) })
    expect(words('ada')).toBe('Shared with ada')
    expect(words('ada', 'bob')).toBe('Shared with ada and bob')
    expect(words('ada', 'bob', 'cleo', 'dan')).toBe('Shared with ada and 3 others')
    expect([words(), sharingInWords(null)]).toEqual([null, null])
  })
})
