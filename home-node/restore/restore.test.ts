import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FileView, uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import { realFs } from '../disks/disk-fs.ts'
import { DiskStore } from '../disks/disk-store.ts'
import { objectPath } from '../disks/layout.ts'
import { readMarker } from '../disks/marker.ts'
import { startVault } from '../launch/vault.ts'
import { loadIdentity } from '../link/identity.ts'
import { makeWorkerClient } from '../link/worker-client.ts'
import { takeSnapshot } from '../snapshots/take-snapshot.ts'
import { aFolder, until } from '../testing.ts'
import { wishTree } from '../tree/keep-tree.ts'
import { type Manifest, newestManifest } from '../tree/manifest.ts'
import { compareVault } from './compare-vault.ts'
import { openSnapshot, snapshotsOf } from './open-snapshot.ts'
import { startRestoringVault } from './prepare-vault.ts'
import { makeRestoreClient } from './restore-client.ts'
import { restoreDisk } from './restore-disk.ts'

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
const files: FileView[] = []
let disk: string
let recoveryKey: string
let shown: { root: string; manifest: Manifest | null }

/** A disk with a snapshot of a lived-in vault; nothing else of that vault is left. */
beforeAll(async () => {
  const vault = await startVault({ isHomeApart: true })
  const ada = await vault.setupAdmin('ada')
  const call = async (method: string, path: string, body?: object | Uint8Array) => {
    const isBytes = body instanceof Uint8Array
    const type = isBytes ? 'application/octet-stream' : 'application/json'
    const response = await ada.fetch(path, {
      ...{ method, headers: { 'Content-Type': type } },
      ...(body && { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
    return response
  }
  const made = await call('POST', '/api/folders', { name: 'Lake' })
  const lake = folderViewSchema.parse(await made.json())
  await call('POST', '/api/folders', { name: 'Deeper', parentId: lake.id })
  for (let index = 0; index < 12; index += 1) {
    const bytes = index === 0 ? randomBytes(5_000_000) : randomBytes(20_000 + index)
    const path = `/api/files/upload?name=note-${index}.bin${index % 2 ? `&folder=${lake.id}` : ''}`
    files.push(uploadOutcomeSchema.parse(await (await call('POST', path, bytes)).json()).file)
  }
  const [first] = files
  await call('PATCH', `/api/files/${first?.id}`, { description: 'By the lake', rating: 4 })
  await call('PUT', `/api/files/${first?.id}/tags`, { tags: ['summer', 'water'] })
  const root = join(vault.stateDir, 'disks', '8tb')
  const objects = async () =>
    (await readdir(join(root, 'objects'), { recursive: true }).catch(() => [])).filter(
      (name) => name.length > 60,
    )
  await until(async () => (await objects()).length === files.length)
  await wishTree(join(vault.stateDir, 'home-node'))
  await until(async () => (await newestManifest(root))?.files.length === files.length)
  shown = { root, manifest: await newestManifest(root) }
  for (const { path, sha256 } of shown.manifest?.files ?? []) {
    const links = await Promise.all(
      [path ?? '', objectPath('', sha256)].map((below) => stat(join(root, below))),
    )
    expect(new Set(links.map(({ ino }) => ino)).size).toBe(1)
  }
  await vault.stopHome()

  const stateDir = join(vault.stateDir, 'home-node')
  const identity = await loadIdentity(stateDir)
  const marker = await readMarker(realFs, root)
  if (marker === null) throw new Error('The disk has no marker.')
  const { signal } = new AbortController()
  const client = makeWorkerClient({ workerUrl: vault.url, accessToken: null, identity, signal })
  const store = new DiskStore({ root, diskId: marker.id })
  const mounted = { ...{ id: marker.id, name: '8tb', store, state: 'ok' as const }, ioErrors: 0 }
  await takeSnapshot({ client, disks: { blame() {} }, signal }, [
    { ...mounted, totalBytes: 0, freeBytes: 0, smart: null },
  ])
  const key = await readFile(join(vault.stateDir, 'recovery-key.txt'), 'utf8')
  recoveryKey = key.split('\n').find((line) => line.startsWith('AGE-SECRET-KEY-1')) ?? ''
  disk = join(await aLastingFolder(), 'under', 'another', 'path')
  await cp(root, disk, { recursive: true })
  await vault.stop()
}, 180_000)

/** A command with the recovery key, and all that it says. */
async function runCli(...args: string[]): Promise<{ exitCode: number | null; said: string }> {
  const key = join(await aLastingFolder(), 'key.txt')
  await writeFile(key, `${recoveryKey}\n`)
  const all = [cli, ...args, '--recovery-key', key]
  const child = spawn(process.execPath, all, { stdio: 'pipe', env: {} })
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  await once(child, 'close')
  return { exitCode: child.exitCode, said }
}

const folders: string[] = []
async function aLastingFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudvault-test-'))
  folders.push(folder)
  return folder
}
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
}, 30_000)

it('a disk shows every file under its user, as the same file, and a manifest says its name and folder', () => {
  const lines = shown.manifest?.files ?? []
  const names = lines.map(({ name }) => name).sort()
  expect(names).toEqual(files.map(({ name }) => name).sort())
  const inLake = lines.filter(({ folder }) => folder.join('/') === 'Lake')
  expect(inLake).toHaveLength(files.length / 2)
  for (const { path, userId, fileId } of lines) {
    expect(path).toBe(join('users', userId, 'files', `${fileId}.bin`))
  }
})

it('one disk and the recovery key give back every row and every byte, and passwords hold', async () => {
  const state = await aFolder()
  const [path = ''] = await snapshotsOf(disk)
  const snapshot = await openSnapshot(path, recoveryKey)
  const { passwordPepper } = await snapshot.vaultRow()
  const vault = await startRestoringVault(join(state, 'new'), { passwordPepper, recoveryKey })
  try {
    const marker = await readMarker(realFs, disk)
    if (marker === null) throw new Error('The disk has no marker.')
    const client = makeRestoreClient(vault)
    let wrong: unknown = null
    const from = { root: disk, disk: marker, snapshot }
    const report = await restoreDisk(
      client,
      from,
      () => {},
      async () => {
        const { url, joinCode } = vault
        const place = { url, joinCode: joinCode ?? '', stateDir: join(state, 'new') }
        const found = await compareVault(place, { snapshot, recoveryKey })
        wrong = found.wrong
        expect(found.originals).toBe(files.length)
        expect(found.rows).toBeGreaterThan(40)
      },
    )
    expect(wrong).toEqual([])
    expect(report).toMatchObject({ originals: files.length, lost: [], unknown: [], orphans: 0 })
    const login = await fetch(`${vault.url}/api/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: 'ada', password: 'correct horse battery' }),
    })
    expect(login.status).toBe(200)
  } finally {
    await vault.stop()
    await snapshot.close()
  }
}, 120_000)

it('a drill compares every row and byte in a scratch vault, and leaves nothing of it', async () => {
  const scratch = await aFolder()
  const { exitCode, said } = await runCli('drill', '--from', disk, '--scratch', scratch)
  expect([exitCode, said]).toEqual([0, expect.stringContaining('All of them are as they were.')])
  expect(said).toMatch(new RegExp(`rows and ${files.length} originals were compared`))
  expect(await readdir(scratch)).toEqual([])
}, 120_000)

it('what has rotted on the disk is listed, exactly, and the rest comes back', async () => {
  const [, rotten, absent] = files.map(({ sha256 }) => objectPath(disk, sha256))
  if (!rotten || !absent) throw new Error('There are too few files.')
  const bytes = await readFile(rotten)
  bytes[100] = (bytes[100] ?? 0) ^ 1
  await writeFile(rotten, bytes)
  await rm(absent)
  const state = join(await aFolder(), 'vault')
  const { exitCode, said } = await runCli('restore', '--from', disk, '--to', state)
  expect([exitCode, said]).toEqual([2, expect.stringContaining('10 originals')])
  const report = JSON.parse(await readFile(join(state, 'restore-report.json'), 'utf8'))
  expect(report.originals).toBe(files.length - 2)
  expect(
    new Map(report.lost.map((each: { sha256: string; why: string }) => [each.sha256, each.why])),
  ).toEqual(
    new Map([
      [files[1]?.sha256, 'rotten'],
      [files[2]?.sha256, 'absent'],
    ]),
  )
}, 120_000)
