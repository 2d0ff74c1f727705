import { expect, test } from 'vitest'
import { pagedList } from './paged.ts'

const pages: Record<string, { items: string[]; nextCursor: string | null }> = {
  first: { items: ['a', 'b'], nextCursor: 'second' },
  second: { items: ['c'], nextCursor: null },
}

test('pages come one behind the other, and nothing is asked for behind the last', async () => {
  const asked: string[] = []
  const { list, load, more } = pagedList(async (cursor = 'first') => {
    asked.push(cursor)
    return pages[cursor] ?? { items: [] }
  })
  await load()
  expect(list.value).toMatchObject({ status: 'ready', items: ['a', 'b'], nextCursor: 'second' })
  await more()
  await more()
  expect(list.value).toMatchObject({ items: ['a', 'b', 'c'], nextCursor: null })
  expect(asked).toEqual(['first', 'second'])
})

test('what an older load brings after a newer one began is dropped', async () => {
  const waiting: ((item: string) => void)[] = []
  const { list, load } = pagedList<string>(
    () => new Promise((resolve) => waiting.push((item) => resolve({ items: [item] }))),
  )
  const loads = [load(), load()]
  waiting[1]?.('new')
  waiting[0]?.('old')
  await Promise.all(loads)
  expect(list.value.items).toEqual(['new'])
})

test('a failure keeps what is shown, and says so when there is nothing', async () => {
  let isDown = true
  const { list, load } = pagedList(async () => {
    if (isDown) throw new Error('down')
    return { items: ['a'] }
  })
  await load()
  expect(list.value.status).toBe('failed')
  isDown = false
  await load()
  isDown = true
  await load()
  expect(list.value).toMatchObject({ status: 'ready', items: ['a'], error: new Error('down') })
})
