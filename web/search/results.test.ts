import { expect, it } from 'vitest'
import { fileIdSchema } from '#contracts/ids'
import { type SearchPage, searchPageSchema } from '#contracts/search'
import { nothingAsked, type SearchPlace } from './addresses.ts'
import { searchResults } from './results.ts'

const place = (q: string): SearchPlace => ({ ...nothingAsked, q })
const idOf = (number: number) => fileIdSchema.parse(`fil_${String(number).padStart(26, '0')}`)

function aPage(numbers: number[], nextCursor: string | null = null): SearchPage {
  return searchPageSchema.parse({
    ...{ words: ['dog'], widened: [], filters: [], matched: 'all', nextCursor },
    semantic: { state: 'not_asked', model: null },
    items: numbers.map((number) => ({
      ...{ score: 1, why: [{ source: 'name', words: ['dog'], means: null }] },
      file: {
        ...{ id: idOf(number), spaceId: `spc_${'0'.repeat(26)}`, folderId: null },
        ...{ name: `${number}.jpg`, kind: 'image', mimeType: 'image/jpeg', sizeBytes: 1 },
        ...{ sha256: '0'.repeat(64), width: null, height: null, takenAt: null },
        ...{ shownAt: '2026-01-01T12:00:00', camera: null, placeName: null, description: null },
        ...{ rating: null, durationMs: null, isAnimated: false, isFavorite: false },
        ...{ thumbhash: null, preview: 'pending', previewNote: null, thumbUrl: null },
        ...{
          largeUrl: null,
          movingUrl: null,
          work: [],
          createdAt: '2026-01-01T12:00:00.000Z',
          trashedAt: null,
        },
        ...{ archivedAt: null, visibility: 'private' },
      },
    })),
  })
}

/** Results whose answers come when the test says so, with what was asked for. */
function held() {
  const asked: { q: string; stop: AbortSignal; give: (page: SearchPage | Error) => void }[] = []
  const results = searchResults(
    ({ q }, _, stop) =>
      new Promise((resolve, reject) => {
        const give = (page: SearchPage | Error) =>
          page instanceof Error ? reject(page) : resolve(page)
        asked.push({ q, stop, give })
      }),
  )
  const shown = () => results.found.value.items.map(({ file }) => file.name)
  return { ...results, asked, shown }
}

it('an answer that comes after something else was asked is dropped, and its request ended', async () => {
  const { ask, asked, found, shown } = held()
  const both = [ask(place('do')), ask(place('dog'))]
  expect(asked[0]?.stop.aborted).toBe(true)
  asked[1]?.give(aPage([2]))
  asked[0]?.give(aPage([1]))
  await Promise.all(both)
  expect(shown()).toEqual(['2.jpg'])
  expect(found.value.asked?.q).toBe('dog')
})

it('what was found stays until the next answer, and goes when that is a failure', async () => {
  const { ask, asked, found, shown } = held()
  const first = ask(place('dog'))
  expect(found.value.status).toBe('loading')
  asked[0]?.give(aPage([1]))
  await first
  const second = ask(place('dogs'))
  expect(shown()).toEqual(['1.jpg'])
  expect(found.value).toMatchObject({ status: 'ready', next: { q: 'dogs' } })
  asked[1]?.give(new Error('away'))
  await second
  expect(found.value).toMatchObject({ status: 'failed', items: [], asked: { q: 'dogs' } })
})

it('pages follow each other, and no file is shown twice', async () => {
  const { ask, more, asked, found, shown } = held()
  const first = ask(place('dog'))
  asked[0]?.give(aPage([1, 2], 'next'))
  await first
  const second = more()
  void more()
  asked[1]?.give(aPage([2, 3]))
  await second
  expect(shown()).toEqual(['1.jpg', '2.jpg', '3.jpg'])
  expect(found.value.nextCursor).toBeNull()
  await more()
  expect(asked).toHaveLength(2)
})

it('a failed further page leaves what is there, and can be asked for again', async () => {
  const { ask, more, asked, found, shown } = held()
  const first = ask(place('dog'))
  asked[0]?.give(aPage([1], 'next'))
  await first
  const failing = more()
  asked[1]?.give(new Error('away'))
  await failing
  expect(found.value).toMatchObject({ status: 'ready', isLoadingMore: false, nextCursor: 'next' })
  expect(found.value.error).toBeInstanceOf(Error)
  const again = more()
  asked[2]?.give(aPage([2]))
  await again
  expect(shown()).toEqual(['1.jpg', '2.jpg'])
  expect(found.value.error).toBeNull()
})

it('what is trashed or gone leaves the results, and nothing is asked for an empty query', async () => {
  const { ask, merge, drop, asked, found, shown } = held()
  const first = ask(place('dog'))
  asked[0]?.give(aPage([1, 2, 3]))
  await first
  const [, second] = found.value.items
  if (!second) throw new Error('no second result')
  merge([{ ...second.file, trashedAt: '2026-01-02T12:00:00.000Z' }])
  drop(new Set([idOf(3)]))
  expect(shown()).toEqual(['1.jpg'])
  await ask(nothingAsked)
  expect(found.value).toMatchObject({ status: 'idle', items: [] })
  expect(asked).toHaveLength(1)
})
