import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  accessRequestViewSchema,
  adminUserSchema,
  importUsersResultSchema,
  inviteSchema,
  linkSchema,
} from '#contracts/admin'
import { startVault, type Vault } from '../launch/vault.ts'
import { writeConnection } from '../link/connection.ts'
import { aFolder } from '../testing.ts'

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
const password = 'a fine long password'
let vault: Vault

beforeAll(async () => {
  vault = await startVault()
  await vault.setupAdmin()
}, 120_000)
afterAll(() => vault.stop(), 30_000)

async function run(env: Record<string, string>, args: string[]) {
  const done = promisify(execFile)(process.execPath, [cli, ...args], { env })
  return await done.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
}

async function cloudvault(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run({ CLOUDVAULT_STATE: vault.stateDir }, args)
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

async function answer<Shape extends z.ZodType>(shape: Shape, ...args: string[]) {
  return shape.parse(JSON.parse(await cloudvault(...args, '--json')))
}

async function refusal(...args: string[]): Promise<string> {
  const { code, stderr } = await run({ CLOUDVAULT_STATE: vault.stateDir }, args)
  expect(code).toBe(1)
  return stderr
}

async function post(path: string, body: object): Promise<Response> {
  return await fetch(vault.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: vault.url },
    body: JSON.stringify(body),
  })
}

describe('the command line of whoever runs the vault', () => {
  it('makes an invite that opens an account with the room it names', async () => {
    const invite = await answer(inviteSchema, 'invite', '--quota', '50GiB', '--note', 'for Grace')
    expect(invite).toMatchObject({ quotaBytes: 50 * 2 ** 30, note: 'for Grace', maxUses: 1 })
    const grace = { username: 'grace', email: 'grace@example.org', password }
    const made = await post('/api/register', { ...grace, inviteCode: invite.code })
    expect(made.status).toBe(201)
    expect(await answer(adminUserSchema, 'quota', 'grace')).toMatchObject({
      username: 'grace',
      quotaBytes: 50 * 2 ** 30,
    })
  })

  it('prints link and code of an invite, and what they are good for', async () => {
    const lines = (
      await cloudvault('invite', '--uses', '3', '--days', '2', '--quota', '1.5TB')
    ).split('\n')
    expect(lines[0]).toMatch(`${vault.url}/register#`)
    expect(lines[1]).toMatch(/^cv-/)
    expect(lines[3]).toMatch(/^For 3 people, with 1\.5 TB, until 20\d\d-\d\d-\d\d \d\d:\d\d\.$/)
  })

  it('sets a quota by username, e-mail address or id, and says it plainly', async () => {
    expect(await cloudvault('quota', 'GRACE', '100GB')).toBe(
      'grace may keep 100 GB and uses 0 B.\n',
    )
    expect(await cloudvault('quota', 'grace@example.org', '0')).toContain('Nothing more fits.')
    const { id } = await answer(adminUserSchema, 'quota', 'grace')
    const changed = await answer(adminUserSchema, 'quota', id, '2TB')
    expect(changed).toMatchObject({ id, quotaBytes: 2e12 })
  })

  it('lists everybody, or whose name starts so', async () => {
    const text = await cloudvault('users')
    expect(text).toMatch(/^User +E-mail +Used +Quota +Last seen/)
    expect(text).toMatch(/^ada +— .* admin$/m)
    expect(text).toMatch(/^grace +grace@example\.org +0 B +2\.0 TB /m)
    const found = await answer(z.array(adminUserSchema), 'users', 'gra')
    expect(found.map(({ username }) => username)).toEqual(['grace'])
    expect(await cloudvault('users', 'nobody-like-that')).toBe('Nobody.\n')
  })

  it('makes a link by which a user sets a new password', async () => {
    const link = await answer(linkSchema, 'reset-link', 'grace')
    const token = new URL(link.url).hash.slice(1)
    const next = 'another fine long password'
    const reset = await post('/api/password-reset', { token, newPassword: next })
    expect(reset.status).toBeLessThan(300)
    expect((await post('/api/session', { username: 'grace', password: next })).status).toBe(200)
  })

  it('shows who asks for access, and approves them into a link', async () => {
    expect(await cloudvault('requests')).toBe('No request is pending.\n')
    await post('/api/auth/request-access', { email: 'alan@example.org', message: 'Hi\u001b[2J!' })
    const text = await cloudvault('requests')
    expect(text).toMatch(/^alan@example\.org .* acr_\w{26} +Hi·\[2J!$/m)
    const id = /acr_\w{26}/.exec(text)?.[0] ?? ''
    expect(await cloudvault('requests', 'approve', id)).toMatch(
      /^http:\S+\/register#\S+\n\nSend this link to alan@example\.org\.\n$/,
    )
    const approved = z.array(accessRequestViewSchema)
    const [request] = await answer(approved, 'requests', '--state', 'approved')
    expect(request).toMatchObject({ id, state: 'approved' })
  })

  it('brings users of another program along, who log in with their old passwords', async () => {
    const path = join(await aFolder(), 'users.json')
    // bcrypt of "an old password", cost 4.
    const passwordHash = '$2b$04$B1F4AsPG6diwSIXl2vZu5OArJC6TVUAD19mwJFUAWD9UPGYAbTf7G'
    const users = [
      { username: 'linus', passwordHash, quotaBytes: 5e9 },
      { username: 'barbara', passwordHash: 'md5:0123456789abcdef0123456789abcdef' },
    ]
    await writeFile(path, JSON.stringify({ users }))
    const result = await answer(importUsersResultSchema, 'import-users', path)
    expect(result.imported.map(({ username }) => username)).toEqual(['linus'])
    expect(result.refused.map(({ username }) => username)).toEqual(['barbara'])
    const login = { username: 'linus', password: 'an old password' }
    expect((await post('/api/session', login)).status).toBe(200)
    const again = await cloudvault('import-users', path)
    expect(again).toMatch(/^0 of 2 users were imported\.\n\nRefused:\nlinus .* taken\.\nbarbara /)
  })
})

describe('the command line, for what ends and comes back', () => {
  const edsger = { username: 'edsger', password }
  const signIn = async () => (await post('/api/session', edsger)).status

  beforeAll(async () => {
    const { code } = await answer(inviteSchema, 'invite')
    const made = await post('/api/register', { ...edsger, inviteCode: code })
    expect(made.status).toBe(201)
  })

  it('lists open invites and revokes one', async () => {
    const invite = await answer(inviteSchema, 'invite', '--note', 'for nobody')
    expect(await cloudvault('invites')).toContain(invite.id)
    expect(await cloudvault('invites', 'revoke', invite.id)).toContain('lets nobody in')
    expect(await cloudvault('invites')).not.toContain(invite.id)
    const all = await answer(z.array(inviteSchema), 'invites', '--all')
    expect(all.find(({ id }) => id === invite.id)?.state).toBe('revoked')
  })

  it('disables a user, who then cannot sign in, and enables them again', async () => {
    expect(await cloudvault('disable', 'edsger')).toBe('edsger is disabled.\n')
    expect(await signIn()).toBe(401)
    expect(await cloudvault('enable', 'EDSGER')).toBe('edsger may sign in.\n')
    expect(await signIn()).toBe(200)
  })

  it('makes admins and takes it back, but for the last one', async () => {
    expect(await cloudvault('make-admin', 'edsger')).toBe('edsger is an admin.\n')
    expect(await cloudvault('unmake-admin', 'edsger')).toBe('edsger is no admin.\n')
    expect(await refusal('unmake-admin', 'ada')).toMatch(/admin/)
  })

  it('exports what a user keeps into a zip, and writes over nothing', async () => {
    const file = join(await aFolder(), 'edsger.zip')
    expect(await cloudvault('export-user', 'edsger', file)).toContain(file)
    const bytes = await readFile(file)
    expect(bytes.subarray(0, 4)).toEqual(Buffer.from('PK\u0003\u0004'))
    expect(await refusal('export-user', 'edsger', file)).toContain('is there already')
    expect(await readFile(file)).toEqual(bytes)
  })

  it('deletes a user and brings them back', async () => {
    expect(await cloudvault('delete-user', 'edsger')).toMatch(
      /^edsger is deleted, and gone for good/,
    )
    expect(await signIn()).toBe(401)
    expect(await cloudvault('users', 'edsger')).toContain('deleted')
    expect(await cloudvault('restore-user', 'edsger')).toBe('edsger is back.\n')
    expect(await signIn()).toBe(200)
  })

  it('says what limits refused', async () => {
    expect(await cloudvault('limits')).toMatch(/^(Limit |Nothing was refused)/)
  })
})

describe('a command that makes no sense', () => {
  it.each([
    [['quota', 'grace', 'much'], '"much" is not a size'],
    [['quota', 'nobody-like-that', '5GB'], 'There is no user nobody-like-that.'],
    [['quota'], 'quota takes a user and a size.'],
    [['invite', '--uses', 'three'], 'maxUses:'],
    [['invite', '--days', '1000'], 'expiresInDays:'],
    [['invite', '--frobnicate'], 'Unknown option'],
    [['requests', 'approve', 'x'], 'not a acr_ id'],
    [['import-users', '/nowhere/users.json'], '/nowhere/users.json cannot be read.'],
  ])('%j says why', async (args, words) => {
    expect(await refusal(...args)).toContain(words)
  })

  it('one sentence says that the vault is down, the token is missing or not its own', async () => {
    const folder = await aFolder()
    const down = { CLOUDVAULT_STATE: join(folder, 'home-node') }
    expect((await run(down, ['users'])).stderr).toMatch(/^No vault was started from .*\n$/)
    await writeConnection(down.CLOUDVAULT_STATE, { workerUrl: 'http://127.0.0.1:9', port: 9 })
    expect((await run(down, ['users'])).stderr).toMatch(/^There is no operator token in .*\n$/)
    const token = { ...down, CLOUDVAULT_OPERATOR_TOKEN: 'not-its-own' }
    expect((await run(token, ['users'])).stderr).toBe(
      'The vault does not answer at http://127.0.0.1:9: is CloudVault running?\n',
    )
    const foreign = { ...token, CLOUDVAULT_WORKER_URL: vault.url }
    expect((await run(foreign, ['users'])).stderr).toMatch(/^The vault does not know this operator/)
  })
})
