import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileListSchema } from '#contracts/files'
import { folderListSchema } from '#contracts/folders'
import { openImportLedger } from '../import/import-ledger.ts'
import { type SignedIn, startVault, type Vault } from '../launch/vault.ts'
import { aFolder, until } from '../testing.ts'

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
let vault: Vault
let ada: SignedIn

beforeAll(async () => {
  vault = await startVault()
  ada = await vault.setupAdmin('ada')
}, 120_000)
afterAll(() => vault.stop(), 30_000)

function start(...args: string[]): ChildProcess {
  const env = { CLOUDVAULT_STATE: vault.stateDir }
  return spawn(process.execPath, [cli, 'import', ...args], { env, stdio: 'pipe' })
}

async function run(...args: string[]) {
  const child = start(...args)
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (chunk) => (stdout += chunk))
  child.stderr?.on('data', (chunk) => (stderr += chunk))
  await once(child, 'close')
  return { code: child.exitCode, stdout, stderr }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function aTree(files: Record<string, string | Uint8Array>): Promise<string> {
  const root = await aFolder()
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  return root
}

async function folders(): Promise<Map<string, string>> {
  const { items } = folderListSchema.parse(await (await ada.fetch('/api/folders')).json())
  const byId = new Map(items.map((item) => [item.id, item]))
  const pathOf = (id: string | null): string => {
    const folder = items.find((item) => item.id === id)
    return folder ? `${pathOf(folder.parentId)}/${folder.name}` : ''
  }
  return new Map([...byId.keys()].map((id) => [pathOf(id), id]))
}

async function filesIn(path: string) {
  const folder = path === '' ? 'top' : (await folders()).get(path)
  const answer = await ada.fetch(`/api/files?folder=${folder}&sort=name&limit=200`)
  return fileListSchema.parse(await answer.json()).items
}

describe('cloudvault import', () => {
  it('keeps a tree as folders, leaves out what is nobody’s, and follows no link', async () => {
    const outside = await aTree({ 'secret.txt': 'not yours' })
    const root = await aTree({
      ...{ 'letter.txt': 'Dear Ada', '2019/Sea/wave.txt': 'wave', '2019/Sea/shell.txt': 'shell' },
      ...{ '2019/.DS_Store': 'x', 'Thumbs.db': 'x', '2019/._wave.txt': 'x', 'nothing.txt': '' },
    })
    await symlink(outside, join(root, 'elsewhere'))
    await symlink(join(outside, 'secret.txt'), join(root, '2019', 'secret.txt'))
    const { code, stdout } = await run(root, '--user', 'ADA', '--folder', 'Old/Disk 1')
    expect(stdout).toContain('3 files sent (17 B), 0 there already.')
    expect(stdout).toContain('Left out, a link, which is not followed: 2.')
    expect(stdout).toContain('Left out, made by a system, not by a person: 3.')
    expect(stdout).toContain('Left out, empty: 1.')
    expect(code).toBe(0)
    const names = async (path: string) => (await filesIn(path)).map(({ name }) => name)
    expect(await names('/Old/Disk 1')).toEqual(['letter.txt'])
    expect(await names('/Old/Disk 1/2019')).toEqual([])
    expect(await names('/Old/Disk 1/2019/Sea')).toEqual(['shell.txt', 'wave.txt'])
  })

  it('sends nothing the second time, and only what is new the third', async () => {
    const root = await aTree({ 'a/one.txt': 'first of all', 'a/two.txt': 'second of all' })
    await run(root, '--user', 'ada', '--folder', 'Again')
    const again = await run(root, '--user', 'ada', '--folder', 'again')
    expect(again.stdout).toContain('0 files sent (0 B), 2 there already.')
    await writeFile(join(root, 'a', 'three.txt'), 'third of all')
    const third = await run(root, '--user', 'ada', '--folder', 'Again')
    expect(third.stdout).toContain('1 file sent (12 B), 2 there already.')
    expect(await filesIn('/Again/a')).toHaveLength(3)
  })

  it('sends no bytes that the space has in another folder, and lists the file in both', async () => {
    const bytes = randomBytes(30_000)
    await run(await aTree({ 'x/picture.bin': bytes }), '--user', 'ada', '--folder', 'Here')
    const root = await aTree({ 'y/other name.bin': bytes })
    const { stdout } = await run(root, '--user', 'ada', '--folder', 'There')
    expect(stdout).toContain('0 files sent (0 B), 0 there already.')
    expect(stdout).toContain('1 file whose bytes the space had in another folder')
    expect((await filesIn('/There/y')).map((file) => file.sha256)).toEqual([sha256(bytes)])
    expect(await filesIn('/Here/x')).toHaveLength(1)
    const again = await run(root, '--user', 'ada', '--folder', 'There')
    expect(again.stdout).toContain('0 files sent (0 B), 1 there already.')
  })

  it('goes on with a large file after it was killed in the middle', async () => {
    const bytes = randomBytes(60_000_000)
    const root = await aTree({ 'film.bin': bytes })
    const args = [root, '--user', 'ada', '--folder', 'Films'] as const
    const child = start(...args)
    const ledger = openImportLedger(join(vault.stateDir, 'home-node'))
    const folder = async () => (await folders()).get('/Films')
    const me = ada.me.personalSpaceId
    await until(async () => {
      return ledger.uploadAt(`${me} ${await folder()} ${sha256(bytes)}`) !== null
    })
    child.kill('SIGKILL')
    await once(child, 'close')
    ledger.close()
    const { code } = await run(...args)
    expect(code).toBe(0)
    expect(await filesIn('/Films')).toMatchObject([{ name: 'film.bin', sha256: sha256(bytes) }])
  })

  it('says which files did not come in and why, and ends with 1', async () => {
    const deep = Array.from({ length: 33 }, (_, index) => `d${index}`).join('/')
    const root = await aTree({ [`${deep}/lost.txt`]: 'too deep', 'kept.txt': 'kept all the same' })
    const { code, stdout } = await run(root, '--user', 'ada', '--folder', 'Deep')
    expect(code).toBe(1)
    expect(stdout).toContain('1 file sent (17 B)')
    expect(stdout).toMatch(/Refused: 1 file\.\n {2}.*lost\.txt: .+\./)
  })

  it('ends the session that it opened, and refuses users and folders that are not there', async () => {
    const before = await ada.fetch('/api/account/sessions')
    const root = await aTree({ 'last.txt': 'last' })
    await run(root, '--user', 'ada', '--folder', 'Last')
    const after = await ada.fetch('/api/account/sessions')
    expect(await after.text()).toBe(await before.text())
    expect(await run(root, '--user', 'nobody')).toMatchObject({ code: 1, stdout: '' })
    expect(await run(join(root, 'no'), '--user', 'ada')).toMatchObject({ code: 1, stdout: '' })
    const strange = await run(root, '--user', 'ada', '--space', 'Nowhere')
    expect(strange).toMatchObject({ code: 1, stderr: 'ada has no space called Nowhere.\n' })
  })
})
