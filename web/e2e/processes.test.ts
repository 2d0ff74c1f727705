import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startVault } from '../../home-node/launch/vault.ts'
import { leftoversOf, processesOf, run, startArgs } from './processes.ts'

const launcher = 'home-node/launch/start.mjs'
const isUp = 'Ctrl-C stops it.'
let state: string

beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'cloudvault-processes-'))
})
afterEach(async () => {
  for (const line of await processesOf(state)) process.kill(Number(line.split(' ')[0]), 'SIGKILL')
  await rm(state, { recursive: true, force: true })
})

describe('nothing stays behind', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    'after %s to the launcher',
    async (signal) => {
      const vault = run(process.execPath, [launcher, ...(await startArgs(state))], state)
      await vault.says(isUp)
      expect((await processesOf(state)).some((line) => line.includes('workerd'))).toBe(true)
      vault.process.kill(signal)
      const { code } = await vault.ended
      expect(code).toBe(signal === 'SIGKILL' ? null : 0)
      expect(await leftoversOf(state)).toEqual([])
    },
  )

  test('after SIGKILL to npm start, which then cannot tell anybody', async () => {
    const npm = run('npm', ['start', '--', ...(await startArgs(state))], state)
    await npm.says(isUp)
    npm.process.kill('SIGKILL')
    expect(await leftoversOf(state)).toEqual([])
  })

  test('after SIGKILL in the middle of the start', async () => {
    const vault = run(process.execPath, [launcher, ...(await startArgs(state))], state)
    await vault.says('database')
    vault.process.kill('SIGKILL')
    expect(await leftoversOf(state)).toEqual([])
  })
})

describe('what keeps a vault from starting is one clear sentence', () => {
  async function refusal(args: string[]) {
    const vault = run(process.execPath, args, state)
    const { code } = await vault.ended
    expect(code).toBe(1)
    const lines = vault.output().trim().split('\n')
    expect(lines).toHaveLength(1)
    expect(await leftoversOf(state)).toEqual([])
    return lines[0]
  }

  test('a busy port', async () => {
    const other = createServer()
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening))
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const args = [...(await startArgs(state)), '--port', String(port)]
    expect(await refusal([launcher, ...args])).toMatch(`Port ${port} is in use by another program`)
    other.close()
  })

  test('a disk whose place is not there', async () => {
    const path = join(state, 'not-mounted', '8tb')
    const args = [...(await startArgs(state)), '--disk', `8tb=${path}`]
    expect(await refusal([launcher, ...args])).toMatch(`${path}, is not there; is it mounted?`)
  })

  test('an old Node', async () => {
    const pretend = 'Object.defineProperty(process, "versions", { value: { node: "20.19.0" } })'
    const args = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, launcher]
    expect(await refusal(args)).toMatch('needs Node 24.2 or newer and this is 20.19.0')
  })

  test('a second start on the same state folder', async () => {
    const first = run(process.execPath, [launcher, ...(await startArgs(state))], state)
    await first.says(isUp)
    const second = run(process.execPath, [launcher, ...(await startArgs(state))], state)
    expect(await second.ended).toEqual({ code: 1 })
    expect(second.output().trim()).toBe(
      `This vault is running already (process ${first.process.pid}); stop it first, or use another folder with --state.`,
    )
    first.process.kill('SIGTERM')
    await first.ended
  })
})

test('a second start finds everything again', async () => {
  const first = await startVault({ state })
  const { cookie, fetch: ask } = await first.setupAdmin()
  const upload = await ask('/api/files/upload?name=kept.txt', { method: 'POST', body: 'kept' })
  expect(upload.status).toBe(201)
  await first.stop()

  const second = await startVault({ state })
  expect(second.output()).not.toContain('/setup#')
  const files = await fetch(`${second.url}/api/files`, { headers: { Cookie: cookie } })
  expect(await files.json()).toMatchObject({ items: [{ name: 'kept.txt' }] })
  await second.stop()
  expect(await leftoversOf(state)).toEqual([])
})
