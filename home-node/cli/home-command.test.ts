import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { aFolder, aPeer, until } from '../testing.ts'
import { homeCommand } from './home-command.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs `cloudvault home WORDS` as a person would. */
function home(stateDir: string, words: string[], code = '') {
  const child = spawn(process.execPath, ['home-node/cli.ts', 'home', ...words], {
    cwd: root,
    env: { ...process.env, CLOUDVAULT_STATE: stateDir, CLOUDVAULT_JOIN_CODE: code },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  const ended = once(child, 'close').then(([exitCode]) => ({ said, exitCode }))
  return { child, ended, said: () => said }
}

it('a computer joins a deployment by one command, and starts again without a code', async () => {
  const [peer, stateDir, disk] = [await aPeer(), await aFolder(), await aFolder()]
  const join1 = home(stateDir, ['join', peer.url, '--disk', `8tb=${disk}`], 'a-join-code-for-tests')
  await until(() => join1.said().includes(`Joined ${peer.url}`))
  join1.child.kill('SIGTERM')
  expect((await join1.ended).exitCode).toBe(0)
  expect(await readFile(join(stateDir, 'settings.env'), 'utf8')).not.toContain('join-code')

  peer.addOriginal(Buffer.from('what the mirror is for'))
  const again = home(stateDir, ['start'])
  await until(() => peer.heardAcks.length > 0)
  again.child.kill('SIGTERM')
  expect((await again.ended).exitCode).toBe(0)

  const words = ['join', 'https://other.example', '--disk', `8tb=${disk}`]
  const other = homeCommand.run(words, { stateDir, env: {} })
  await expect(other).rejects.toThrow('belongs to the home node of')
}, 60_000)

it('without a disk, an address or a code nothing is written', async () => {
  const context = { stateDir: await aFolder(), env: {} }
  const run = (...words: string[]) => homeCommand.run(words, context)
  await expect(run('join', 'https://vault.example')).rejects.toThrow('an address and a disk')
  await expect(run('join', 'vault', '--disk', '8tb=/x')).rejects.toThrow('an http or https address')
  const codeless = run('join', 'https://vault.example', '--disk', '8tb=/x')
  await expect(codeless).rejects.toThrow('The join code is missing')
  await expect(run('start')).rejects.toThrow('No home node was set up')
})
