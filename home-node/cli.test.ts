import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { writeConnection } from './link/connection.ts'
import { ensureEnrolled } from './link/enrol.ts'
import { aFolder, aLog, aPeer } from './testing.ts'

const cli = fileURLToPath(new URL('cli.ts', import.meta.url))

async function cloudvault(stateDir: string, ...args: string[]) {
  const run = promisify(execFile)(process.execPath, [cli, ...args], {
    env: { CLOUDVAULT_STATE: stateDir },
  })
  return await run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
}

describe('the cloudvault command', () => {
  it('explains itself, and names no command that it lacks', async () => {
    const { code, stdout } = await cloudvault(await aFolder(), 'help')
    expect(code).toBe(0)
    expect(stdout).toContain('status [FILE_ID]')
    expect((await cloudvault(await aFolder(), 'restore')).code).toBe(1)
  })

  it('says in one sentence that no home node has joined', async () => {
    const { code, stderr } = await cloudvault(await aFolder(), 'status')
    expect([code, stderr.trim().split('\n').length]).toEqual([1, 1])
    expect(stderr).toMatch(/^No home node has joined/)
  })

  it('says in one sentence that the Worker is down', async () => {
    const [peer, stateDir] = [await aPeer(), await aFolder()]
    const { signal } = new AbortController()
    const joinCode = peer.joinCode
    const config = { stateDir, workerUrl: peer.url, joinCode, name: 'test', disks: [], port: 0 }
    await ensureEnrolled(
      {
        ...config,
        trashDays: 7,
        scrubDays: 30,
        modelsDir: '/nowhere',
        modelHub: 'https://hub.test',
        accessToken: null,
      },
      aLog(),
      signal,
    )
    await writeConnection(stateDir, { workerUrl: peer.url, port: 9 })
    peer.faults.isAway = true
    const { code, stderr } = await cloudvault(stateDir, 'status')
    expect([code, stderr]).toEqual([
      1,
      `The Worker does not answer at ${peer.url}: is CloudVault running?\n`,
    ])
  })
})
