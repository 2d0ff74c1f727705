import { pbkdf2Sync } from 'node:crypto'
import { hashSync } from 'bcryptjs'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { adminUserSchema, importUsersResultSchema } from '#contracts/admin'
import { users } from '../db/schema/users.ts'
import { anAddress, aUser, origin, request, testDeps } from '../testing/harness.ts'

const password = 'from the old program'

async function importThem(list: object[]) {
  const admin = await aUser({ isAdmin: true })
  const response = await admin.fetch('/api/admin/users/import', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ users: list }),
  })
  expect(response.status).toBe(200)
  return { admin, ...importUsersResultSchema.parse(await response.json()) }
}

async function logIn(username: string, given: string): Promise<number> {
  const headers = {
    ...{ 'Content-Type': 'application/json', Origin: origin },
    'CF-Connecting-IP': anAddress(),
  }
  const body = JSON.stringify({ username, password: given })
  return (await request('/api/session', { method: 'POST', headers, body })).status
}

async function storedHash(username: string): Promise<string | undefined> {
  const { db } = testDeps()
  const [row] = await db.select().from(users).where(eq(users.usernameFolded, username))
  return row?.passwordHash
}

function pbkdf2Hash(rounds: number): string {
  const salt = crypto.getRandomValues(Buffer.alloc(16))
  const key = pbkdf2Sync(password, salt, rounds, 32, 'sha256')
  return `pbkdf2-sha256$${rounds}$${salt.toString('hex')}$${key.toString('hex')}`
}

const aName = () => `old-${crypto.randomUUID().slice(0, 12)}`

describe('an imported account', () => {
  it.each([
    ['PBKDF2-SHA256 with 390,000 rounds', () => pbkdf2Hash(390_000)],
    ['bcrypt', () => hashSync(password, 6)],
  ])('of %s logs in with its old password, and has a hash of ours by that', async (_, hashOf) => {
    const [username, passwordHash] = [aName(), hashOf()]
    const { imported, refused } = await importThem([{ username, passwordHash }])
    expect([imported.map((user) => user.username), refused]).toEqual([[username], []])

    expect(await logIn(username, 'not the old one')).toBe(401)
    expect(await storedHash(username)).toBe(passwordHash)
    expect(await logIn(username, password)).toBe(200)
    const rehashed = await storedHash(username)
    expect(rehashed).toMatch(/^\$scrypt\$/)
    expect(await logIn(username, password)).toBe(200)
    expect(await logIn(username, 'not the old one')).toBe(401)
    expect(await storedHash(username)).toBe(rehashed)
  })

  it('has the quota and the e-mail address it came with, and a space of its own', async () => {
    const username = aName()
    const email = `${username}@example.org`
    const passwordHash = hashSync(password, 4)
    const wanted = { username, email, passwordHash, quotaBytes: 5_000 }
    const { admin, imported } = await importThem([wanted])
    const response = await admin.fetch(`/api/admin/users/${imported[0]?.id}`)
    const user = adminUserSchema.parse(await response.json())
    expect(user).toMatchObject({ username, email, quotaBytes: 5_000, usedBytes: 0, isAdmin: false })
    expect(await logIn(email, password)).toBe(200)
  })

  it('is refused by itself, with its reason, while the others go on', async () => {
    const [taken, passwordHash] = [aName(), hashSync(password, 4)]
    await importThem([{ username: taken, passwordHash }])
    const fresh = aName()
    const { imported, refused } = await importThem([
      { username: taken.toUpperCase(), passwordHash },
      { username: aName(), passwordHash: `md5:${'0'.repeat(32)}` },
      {
        username: aName(),
        passwordHash: `pbkdf2-sha256$9999999$${'0'.repeat(32)}$${'0'.repeat(64)}`,
      },
      { username: fresh, passwordHash },
    ])
    expect(imported.map((user) => user.username)).toEqual([fresh])
    expect(refused.map(({ reason }) => reason)).toEqual([
      'The username or the e-mail address is taken.',
      'This is neither a PBKDF2-SHA256 nor a bcrypt hash.',
      'This is neither a PBKDF2-SHA256 nor a bcrypt hash.',
    ])
  })
})
