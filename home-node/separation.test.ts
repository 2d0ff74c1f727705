import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { describe, expect, it, onTestFinished } from 'vitest'
import { objectPath } from './disks/layout.ts'
import { aFolder, aPeer, until } from './testing.ts'

/*
 * The home node reaches the cloud by HTTP only, also on the machine where the cloud is emulated in
 * files. Here it runs as it is, from another folder, under Node's permission model: any call that
 * opens a file other than its code, its state and its disks is refused by Node itself.
 */
const repository = fileURLToPath(new URL('..', import.meta.url))
const code = ['home-node', 'worker/contracts', 'node_modules', 'package.json']

async function aGuardedPlace() {
  const root = await aFolder()
  const own = ['state', '1tb', '8tb'].map((name) => join(root, name))
  for (const folder of [...own, join(root, 'elsewhere')]) await mkdir(folder)
  const flags = [
    '--permission',
    '--allow-addons',
    '--allow-worker',
    ...code.map((path) => `--allow-fs-read=${join(repository, path)}`),
    ...own.flatMap((path) => [`--allow-fs-read=${path}`, `--allow-fs-write=${path}`]),
  ]
  const foreign = join(root, 'elsewhere', 'd1.sqlite')
  await writeFile(foreign, 'not the home node’s')
  return { root, flags, foreign, cwd: join(root, 'elsewhere') }
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve))
}

describe('the home node on a machine that it shares with the cloud', () => {
  it('mirrors and makes previews without opening any file but its own', async () => {
    const [peer, place] = [await aPeer(), await aGuardedPlace()]
    const { root } = place
    const picture = await sharp({
      create: { width: 900, height: 600, channels: 3, background: '#369' },
    })
      .png()
      .toBuffer()
    const original = peer.addOriginal(picture)
    const job = peer.addJob(original, 'image/png')
    for (let i = 0; i < 5; i++) peer.addOriginal(randomBytes(50_000))

    const child = spawn(
      process.execPath,
      [...place.flags, join(repository, 'home-node', 'index.ts')],
      {
        cwd: place.cwd,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: {
          CLOUDVAULT_STATE: join(root, 'state'),
          CLOUDVAULT_WORKER_URL: peer.url,
          CLOUDVAULT_DISKS: `1tb=${join(root, '1tb')},8tb=${join(root, '8tb')}`,
          CLOUDVAULT_JOIN_CODE: peer.joinCode,
        },
      },
    )
    onTestFinished(() => {
      child.kill('SIGKILL')
    })
    let errors = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
    })
    let port = 0
    child.on('message', (message) => {
      if (typeof message === 'object' && 'port' in message) port = Number(message.port)
    })
    const exit = ended(child)
    await Promise.race([
      until(() => port > 0 && peer.acks.size === 12 && peer.results.has(job.id)),
      exit.then((status) => expect.fail(`the home node ended with ${status}: ${errors}`)),
    ])

    for (const disk of ['1tb', '8tb']) {
      const bytes = await readFile(objectPath(join(root, disk), original.sha256))
      expect(bytes.equals(picture)).toBe(true)
    }
    expect(peer.results.get(job.id)).toMatchObject({ preview: 'ready', width: 900, height: 600 })
    const target = `/originals/${original.sha256}`
    const url = `http://127.0.0.1:${port}${target}`
    const served = await fetch(url, { headers: peer.sign('GET', target) })
    expect(Buffer.from(await served.arrayBuffer()).equals(picture)).toBe(true)
    expect(errors).not.toMatch(/restricted|ERR_ACCESS_DENIED/)

    child.kill('SIGTERM')
    expect(await exit).toBe(0)
  })

  it('would be caught: the same guard refuses to open anything else', async () => {
    const place = await aGuardedPlace()
    const tryToOpen = (path: string) =>
      promisify(execFile)(
        process.execPath,
        [...place.flags, '--eval', `require('node:fs').readFileSync(${JSON.stringify(path)})`],
        { cwd: place.cwd, env: {} },
      )
    for (const path of [
      place.foreign,
      join(repository, 'wrangler.toml'),
      join(repository, 'worker', 'env.ts'),
    ]) {
      await expect(tryToOpen(path)).rejects.toThrow('ERR_ACCESS_DENIED')
    }
    await tryToOpen(join(repository, 'package.json'))
  })
})

describe('the home node as a child', () => {
  it('ends when the process that started it is gone', async () => {
    const [peer, place] = [await aPeer(), await aGuardedPlace()]
    const child = spawn(process.execPath, [join(repository, 'home-node', 'index.ts')], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: {
        CLOUDVAULT_STATE: join(place.root, 'state'),
        CLOUDVAULT_WORKER_URL: peer.url,
        CLOUDVAULT_DISKS: `1tb=${join(place.root, '1tb')}`,
        CLOUDVAULT_JOIN_CODE: peer.joinCode,
      },
    })
    onTestFinished(() => {
      child.kill('SIGKILL')
    })
    const exit = ended(child)
    await new Promise((resolve) => child.once('message', resolve))
    child.disconnect()
    expect(await exit).toBe(0)
  })

  it.each([
    [{ CLOUDVAULT_DISKS: 'nonsense' }, /^CLOUDVAULT_DISKS: "nonsense" is not name=/],
    [{ CLOUDVAULT_JOIN_CODE: '' }, /^This home node has not joined yet/],
    [{ CLOUDVAULT_JOIN_CODE: 'not-the-right-code' }, /^The Worker refused/],
  ])('says in one sentence why it cannot start with %j', async (change, sentence) => {
    const [peer, place] = [await aPeer(), await aGuardedPlace()]
    const child = spawn(process.execPath, [join(repository, 'home-node', 'index.ts')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        CLOUDVAULT_STATE: join(place.root, 'state'),
        CLOUDVAULT_WORKER_URL: peer.url,
        CLOUDVAULT_DISKS: `1tb=${join(place.root, '1tb')}`,
        CLOUDVAULT_JOIN_CODE: peer.joinCode,
        ...change,
      },
    })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
    })
    expect(await ended(child)).toBe(1)
    expect(errors).toMatch(sentence)
    expect(errors.trim().split('\n')).toHaveLength(1)
  })
})
