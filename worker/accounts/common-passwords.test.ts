import { dictionary } from '@zxcvbn-ts/language-common'
import { expect, it } from 'vitest'
import { isCommonPassword } from './common-passwords.ts'

const commonest = dictionary['passwords-common'].slice(0, 10_000)

it('knows every one of the 10,000 commonest passwords that is long enough to be taken', () => {
  const long = commonest.filter((password) => password.length >= 8)
  expect(long.length).toBeGreaterThan(1_000)
  expect(long.filter((password) => !isCommonPassword(password))).toEqual([])
})

it.each(['PassWord1', 'QWERTYUIOP', 'TrustNo1'])('knows %s in any case', (password) => {
  expect(isCommonPassword(password)).toBe(true)
})

it.each(['a fine long password', 'correct horse battery', 'überraschung-im-garten'])(
  'has nothing against %s',
  (password) => {
    expect(isCommonPassword(password)).toBe(false)
  },
)
