import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ulid } from 'ulid'
import { afterEach, describe, expect, it } from 'vitest'
import { diskIdSchema, type Sha256, sha256Schema } from '#contracts/ids'
import { originalsContract } from '#contracts/originals.contract'
import { blocksOf, giveMemory, takeMemory } from './aligned-blocks.ts'
import { type DiskFile, type DiskFs, realFs } from './disk-fs.ts'
import { DiskStore, type DiskStoreOptions } from './disk-store.ts'
import type { DiskWrite } from './disk-write.ts'
import { incomingDir, objectPath, quarantineDir } from './layout.ts'
import { writeMarker } from './marker.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function aDisk(options: Partial<DiskStoreOptions> = {}) {
  const root = await mkdtemp(join(tmpdir(), 'cloudvault-disk-'))
  folders.push(root)
  const diskId = diskIdSchema.parse(`dsk_${ulid()}`)
  await writeMarker(root, {
    format: 1,
    id: diskId,
    name: 'test',
    adoptedAt: new Date().toISOString(),
  })
  return new DiskStore({ root, diskId, reserveBytes: 0, ...options })
}

function anOriginal(length = 100_000) {
  const bytes = randomBytes(length)
  const sha256 = sha256Schema.parse(createHash('sha256').update(bytes).digest('hex'))
  return { bytes, sha256, sizeBytes: length }
}

const put = (
  store: DiskStore,
  original: { bytes: Uint8Array; sha256: Sha256; sizeBytes: number },
) => store.put(original.sha256, new Blob([new Uint8Array(original.bytes)]).stream(), original)

/** The real file system with some calls replaced; `file` replaces methods of opened files. */
function brokenFs(
  calls: Partial<DiskFs>,
  file: (path: string, real: DiskFile) => Partial<DiskFile> = () => ({}),
): DiskFs {
  return {
    open: async (path, flags, mode) => {
      const real = await realFs.open(path, flags, mode)
      const bound: DiskFile = {
        read: (...args) => real.read(...args),
        write: (...args) => real.write(...args),
        truncate: (size) => real.truncate(size),
        sync: () => real.sync(),
        stat: () => real.stat(),
        close: () => real.close(),
      }
      return { ...bound, ...file(path, real) }
    },
    rename: (from, to) => realFs.rename(from, to),
    unlink: (path) => realFs.unlink(path),
    mkdir: (path) => realFs.mkdir(path),
    readdir: (path) => realFs.readdir(path),
    readFile: (path, encoding) => realFs.readFile(path, encoding),
    stat: (path) => realFs.stat(path),
    statfs: (path) => realFs.statfs(path),
    ...calls,
  }
}

const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))

async function append(write: DiskWrite, bytes: Uint8Array) {
  const memory = takeMemory(1)
  const source = new Blob([new Uint8Array(bytes)]).stream()
  for await (const block of blocksOf(source, memory)) await write.append(block)
  giveMemory(memory)
}

async function names(path: string): Promise<string[]> {
  return await readdir(path).catch(() => [])
}

originalsContract('a disk', async () => ({
  originals: await aDisk(),
  keyFor: (sha256) => sha256,
}))

describe('the mirror protocol on a disk', () => {
  it('never follows a key that is a path', async () => {
    const store = await aDisk()
    for (const key of ['../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(64)}/..`, '']) {
      expect(await store.open(key)).toBeNull()
      expect(await store.stat(key)).toBeNull()
      await store.remove(key)
      const body = new Blob(['x']).stream()
      await expect(store.put(key, body, { sizeBytes: 1 })).rejects.toThrow()
    }
    expect((await names(store.root)).sort()).toEqual(['cloudvault-disk.json'])
  })

  it('reads back what lies there, and changes nothing whatever it finds', async () => {
    const store = await aDisk()
    const original = anOriginal()
    expect(await store.verify(original.sha256, original.sizeBytes)).toBe('absent')
    await put(store, original)
    expect(await store.verify(original.sha256, original.sizeBytes)).toBeGreaterThan(0)
    expect(await store.verify(original.sha256, original.sizeBytes + 1)).toBe('bad')
    const flipped = Buffer.from(original.bytes)
    flipped[60_000] = (flipped[60_000] ?? 0) ^ 4
    await writeFile(objectPath(store.root, original.sha256), flipped)
    expect(await store.verify(original.sha256, original.sizeBytes)).toBe('bad')
    expect(await readFile(objectPath(store.root, original.sha256))).toEqual(flipped)
    await store.quarantine(original.sha256)
    expect(await store.stat(original.sha256)).toBeNull()
    expect(await names(quarantineDir(store.root))).toHaveLength(1)
  })

  it('calls no copy bad that it could not read, or whose disk is away', async () => {
    const original = anOriginal()
    const fs = brokenFs({}, (path) => (path.includes('objects') ? { read: failing('EIO') } : {}))
    const store = await aDisk({ fs })
    await put(store, original)
    const verifying = () => store.verify(original.sha256, original.sizeBytes)
    await expect(verifying()).rejects.toMatchObject({ kind: 'io' })
    await rm(store.root, { recursive: true })
    await expect(verifying()).rejects.toMatchObject({ kind: 'missing' })
  })

  it('quarantines a file whose bytes are not what its name says, then writes the good one', async () => {
    const store = await aDisk()
    const original = anOriginal()
    await put(store, original)
    const path = objectPath(store.root, original.sha256)
    await writeFile(path, Buffer.alloc(original.sizeBytes))
    expect(await put(store, original)).toMatchObject({ existed: false })
    expect(new Uint8Array(await readFile(path))).toEqual(new Uint8Array(original.bytes))
    const [bad] = await names(quarantineDir(store.root))
    expect(bad).toMatch(new RegExp(`^${original.sha256}\\.`))
  })

  it.each([
    ['is gone', async (root: string) => rm(join(root, 'cloudvault-disk.json'))],
    [
      'cannot be understood',
      async (root: string) => writeFile(join(root, 'cloudvault-disk.json'), '{'),
    ],
    [
      'is of another disk',
      async (root: string) => {
        const id = diskIdSchema.parse(`dsk_${ulid()}`)
        await writeMarker(root, { format: 1, id, name: 'b', adoptedAt: new Date().toISOString() })
      },
    ],
  ])('writes and deletes nothing where the marker %s', async (_, spoil) => {
    const store = await aDisk()
    const kept = anOriginal()
    await put(store, kept)
    await spoil(store.root)
    const before = await readdir(store.root, { recursive: true })
    await expect(put(store, anOriginal())).rejects.toMatchObject({ kind: 'missing' })
    await expect(store.remove(kept.sha256)).rejects.toMatchObject({ kind: 'missing' })
    await expect(store.clearIncoming()).rejects.toMatchObject({ kind: 'missing' })
    expect(await readdir(store.root, { recursive: true })).toEqual(before)
  })

  it('publishes nothing when the disk goes away between the write and the rename', async () => {
    const store = await aDisk()
    const original = anOriginal()
    const write = await store.beginWrite(original.sha256, original.sizeBytes)
    await append(write, original.bytes)
    await rm(join(store.root, 'cloudvault-disk.json'))
    await expect(write.commit()).rejects.toMatchObject({ kind: 'missing' })
    expect(await store.stat(original.sha256)).toBeNull()
  })

  it.each([
    ['ENOSPC', 'full'],
    ['EIO', 'io'],
    ['EROFS', 'read_only'],
  ])('takes %s at any step as "%s", and leaves nothing behind', async (code, kind) => {
    const fail = failing(code)
    const broken: [string, DiskFs][] = [
      [
        'open',
        brokenFs({
          open: (path, flags, mode) =>
            path.endsWith('.part') ? fail() : realFs.open(path, flags, mode),
        }),
      ],
      ['write', brokenFs({}, (path) => (path.endsWith('.part') ? { write: fail } : {}))],
      ['sync', brokenFs({}, (path) => (path.endsWith('.part') ? { sync: fail } : {}))],
      ['rename', brokenFs({ rename: fail })],
    ]
    for (const [step, fs] of broken) {
      const store = await aDisk({ fs })
      const original = anOriginal()
      await expect(put(store, original), step).rejects.toMatchObject({ kind })
      expect(await store.stat(original.sha256), step).toBeNull()
      expect(await names(incomingDir(store.root)), step).toEqual([])
    }
  })

  it('promises nothing when a folder cannot be flushed, and the next try makes it good', async () => {
    let isBroken = true
    const fs = brokenFs({}, (path, real) => ({
      sync: () => (isBroken && path.includes('objects') ? failing('EIO')() : real.sync()),
    }))
    const store = await aDisk({ fs })
    const original = anOriginal()
    await expect(put(store, original)).rejects.toMatchObject({ kind: 'io' })
    isBroken = false
    await put(store, original)
    expect(await store.verifyExisting(original.sha256, original.sizeBytes)).toBeGreaterThan(0)
  })

  it('refuses what would eat into the reserve, before it writes a byte', async () => {
    const fs = brokenFs({
      statfs: async () => ({ bsize: 4_096, blocks: 1_000, bavail: 60 }),
    })
    // The reserve is at most a twentieth: 50 of 1,000 blocks, so 10 of the 60 are free.
    const store = await aDisk({ fs, reserveBytes: 1e12 })
    expect(await store.space()).toEqual({ totalBytes: 4_096_000, freeBytes: 40_960 })
    await expect(put(store, anOriginal(40_961))).rejects.toMatchObject({ kind: 'full' })
    expect(await names(incomingDir(store.root))).toEqual([])
    expect(await put(store, anOriginal(40_960))).toMatchObject({ existed: false })
  })

  it('flushes the file before the rename, and each new folder and both parents after it', async () => {
    const steps: string[] = []
    const base = brokenFs({}, (path, real) => ({
      sync: async () => {
        await real.sync()
        steps.push(`sync ${path.endsWith('.part') ? 'file' : path.slice(store.root.length)}`)
      },
    }))
    const store: DiskStore = await aDisk({
      fs: {
        ...base,
        rename: async (from, to) => {
          await realFs.rename(from, to)
          steps.push('rename')
        },
      },
    })
    const original = anOriginal()
    await put(store, original)
    const folder = dirname(objectPath('', original.sha256))
    const parent = dirname(folder)
    const renamed = steps.indexOf('rename')
    expect(steps[0]).toBe('sync file')
    expect(steps.slice(1, renamed).sort()).toEqual(['sync ', 'sync /objects', `sync /${parent}`])
    expect(steps.slice(-2).sort()).toEqual([`sync /${folder}`, 'sync /incoming'].sort())
  })

  it('empties incoming at the start', async () => {
    const store = await aDisk()
    const original = anOriginal()
    const write = await store.beginWrite(original.sha256, original.sizeBytes)
    await append(write, original.bytes)
    expect(await store.clearIncoming()).toBe(1)
    expect(await names(incomingDir(store.root))).toEqual([])
    await write.abandon()
  })
})
