import { expect, it } from 'vitest'
import { cleanName } from './clean-name.ts'

it.each([
  ['cat.jpg', 'cat.jpg'],
  ['../../etc/passwd', '.._.._etc_passwd'],
  ['C:\\Users\\me\\cat.jpg', 'C:_Users_me_cat.jpg'],
  ['a\r\nSet-Cookie: x=1.jpg', 'aSet-Cookie: x=1.jpg'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['nul\u0000byte.png', 'nulbyte.png'],
  ['<img src=x onerror=alert(1)>.png', '<img src=x onerror=alert(1)>.png'],
  ['   ', 'untitled'],
  ['\u202e\u0007', 'untitled'],
  ['CON', 'CON'],
  ['é.jpg', 'é.jpg'],
  ['e\u0301.jpg', 'e\u0301.jpg'],
  ['\ud800lonely.jpg', '\ufffdlonely.jpg'],
])('the name %j is kept as %j', (given, kept) => {
  expect(cleanName(given)).toBe(kept)
})

it('a name of 4,000 characters keeps its first part and its extension', () => {
  const kept = cleanName(`${'🐈'.repeat(4_000)}.jpeg`)
  expect([...kept]).toHaveLength(255)
  expect(kept.endsWith('🐈.jpeg')).toBe(true)
})
