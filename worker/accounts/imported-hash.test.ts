import { env } from 'cloudflare:workers'
import { pbkdf2Sync } from 'node:crypto'
import { hashSync } from 'bcryptjs'
import { describe, expect, it } from 'vitest'
import { anAddress, aUser, request } from '../testing/harness.ts'
import { isImportableHash, verifyImportedHash } from './imported-hash.ts'

const password = 'an old but fine password'
const salt = Buffer.from('salt-of-sixteen-')

function pbkdf2Hash(rounds: number, encoding: 'hex' | 'base64' | 'base64url'): string {
  const key = pbkdf2Sync(password, salt, rounds, 32, 'sha256')
  return `pbkdf2-sha256$${rounds}$${salt.toString(encoding)}$${key.toString(encoding)}`
}

describe('a hash of another program', () => {
  it.each([
    ['PBKDF2 with 390,000 rounds', pbkdf2Hash(390_000, 'base64')],
    ['PBKDF2 in hex', pbkdf2Hash(1_000, 'hex')],
    ['PBKDF2 in another base64', `$${pbkdf2Hash(1_000, 'base64url').replace('$1000', '$i=1000')}`],
    ['bcrypt', hashSync(password, 5)],
    ['bcrypt as others write it', hashSync(password, 5).replace(/^\$2b/, '$2y')],
  ])('%s opens for its password and for no other', (_, hash) => {
    expect(isImportableHash(hash)).toBe(true)
    expect(verifyImportedHash(password, hash)).toBe(true)
    expect(verifyImportedHash(`${password}.`, hash)).toBe(false)
  })

  it('agrees with the published vector of PBKDF2-HMAC-SHA256', () => {
    // RFC 7914, section 11: P="Password", S="NaCl", c=80000, dkLen=64.
    const key =
      '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56' +
      'a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d'
    const hash = `pbkdf2-sha256$80000$${Buffer.from('NaCl').toString('hex')}$${key}`
    expect(verifyImportedHash('Password', hash)).toBe(true)
  })

  it.each(['', 'md5$x', '$2b$31$'.padEnd(60, 'a'), 'pbkdf2-sha256$99999999$aaaaaaaa$bbbb'])(
    '%j is none that can be taken',
    (hash) => {
      expect(isImportableHash(hash)).toBe(false)
      expect(verifyImportedHash('', hash)).toBe(false)
    },
  )

  it('is made anew with ours at the next login', async () => {
    const user = await aUser()
    const bcrypt = hashSync(password, 5)
    const set = env.DB.prepare('update users set password_hash = ? where id = ?')
    await set.bind(bcrypt, user.userId).run()
    const logIn = async (given: string) =>
      await request('/api/auth/login', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'CF-Connecting-IP': anAddress() },
        body: JSON.stringify({ username: user.username, password: given }),
      })
    expect((await logIn('another')).status).toBe(401)
    expect((await logIn(password)).status).toBe(200)
    const select = env.DB.prepare('select password_hash as hash from users where id = ?')
    expect(await select.bind(user.userId).first('hash')).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$/)
    expect((await logIn(password)).status).toBe(200)
  })
})
