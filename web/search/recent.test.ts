import { expect, it } from 'vitest'
import { withSearch } from './recent.ts'

it('the last ten searches are kept, each once, the newest first', () => {
  let list: string[] = []
  for (let number = 1; number <= 12; number++) list = withSearch(list, `dog ${number}`)
  expect(list).toHaveLength(10)
  expect(list[0]).toBe('dog 12')
  list = withSearch(list, 'DOG 5')
  expect(list).toHaveLength(10)
  expect(list.slice(0, 2)).toEqual(['DOG 5', 'dog 12'])
  expect(list).not.toContain('dog 5')
})
