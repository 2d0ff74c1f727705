import { expect, it } from 'vitest'
import { readQuota, writeQuota } from './quota-text.ts'

it.each([
  ['50 GB', 50e9],
  ['50gb', 50e9],
  ['  1.5 TB ', 1.5e12],
  ['1,5 TB', 1.5e12],
  ['750 MB', 750e6],
  ['12 B', 12],
  ['1 PB', 1e15],
  ['0', 0],
])('“%s” is %d bytes', (text, bytes) => {
  expect(readQuota(text)).toEqual({ bytes, problem: null })
})

it.each([
  ['', 'Write a number and a unit, such as 50 GB.'],
  ['plenty', 'Write a number and a unit, such as 50 GB.'],
  ['-5 GB', 'Write a number and a unit, such as 50 GB.'],
  ['1.2.3 GB', 'Write a number and a unit, such as 50 GB.'],
  ['50', 'Write the unit too, such as 50 GB.'],
  ['50 apples', '“apples” is no unit here. Write MB, GB or TB.'],
  ['2 PB', 'A quota is 1 PB at the most.'],
])('“%s” is refused with a sentence', (text, problem) => {
  expect(readQuota(text)).toEqual({ bytes: null, problem })
})

it.each([
  [50e9, '50 GB'],
  [1.5e12, '1.5 TB'],
  [1e15, '1 PB'],
  [53_687_091_200, '53687091.2 KB'],
  [999, '999 B'],
  [0, '0 B'],
])('%d bytes are written as “%s”, which reads as just as many again', (bytes, text) => {
  expect(writeQuota(bytes)).toBe(text)
  expect(readQuota(text).bytes).toBe(bytes)
})
