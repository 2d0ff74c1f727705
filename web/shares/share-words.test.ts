import { describe, expect, it } from 'vitest'
import { shareViewSchema } from '#contracts/shares'
import { contentWords, policyWords, visitWords } from './share-words.ts'

const ulid = '01M7Y8GAW92WDN3W7WXYXRT8G0'
const share = shareViewSchema.parse({
  ...{ id: `shr_${ulid}`, slug: 'the-lake', spaceId: `spc_${ulid}`, kind: 'files', folderId: null },
  ...{ query: null, fileCount: 1, title: 'Lake', message: null, viewsLeft: null },
  ...{ downloadsLeft: null, largestSide: 1600, downloads: 'none', stripsMetadata: true },
  ...{ watermark: null, allowsZip: false, isEmbeddable: false, hasPassword: false },
  ...{ expiresAt: null, state: 'open', visits: 0, downloaded: 0, lastVisitAt: null },
  ...{ createdByUsername: 'ada', createdAt: '2026-11-21T20:00:00Z' },
})

describe('a link in words', () => {
  it('says what it shows', () => {
    expect(contentWords(share)).toBe('1 file')
    expect(contentWords({ ...share, kind: 'search', query: 'dog' })).toBe('What “dog” finds')
  })

  it('says what it asks for and gives away, and nothing that is usual', () => {
    expect(policyWords(share)).toEqual([])
    const strict = { ...share, hasPassword: true, viewsLeft: 2, downloads: 'originals' as const }
    expect(policyWords(strict)).toEqual(['Password', '2 views left', 'Originals, cleaned'])
  })

  it('says how often somebody came', () => {
    const ago = () => 'just now'
    expect(visitWords(share, ago)).toBe('Nobody has been here yet')
    const seen = { ...share, visits: 2, lastVisitAt: '2026-11-21T20:00:00Z', downloaded: 3 }
    expect(visitWords(seen, ago)).toBe('2 visits, the last just now · 3 downloads')
  })
})
