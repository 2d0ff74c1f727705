import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { ulid } from 'ulid'
import type { DiskId, Sha256 } from '#contracts/ids'
import { BrokenPromiseError, type Originals } from '#contracts/originals'
import { blocksOf, giveMemory, takeMemory } from './aligned-blocks.ts'
import { createDirectFile } from './direct-file.ts'
import { DiskError, toDiskError } from './disk-error.ts'
import { type DiskFs, errnoOf, realFs } from './disk-fs.ts'
import { type DiskReader, makeDiskReader } from './disk-reader.ts'
import { makeDiskTrash } from './disk-trash.ts'
import { type DiskWrite, makeDiskWrite } from './disk-write.ts'
import { type AtFailPoint, noFailPoint } from './fail-point.ts'
import { makeFolders } from './folders.ts'
import { incomingDir, markerName, objectPath, parseObjectName, quarantineDir } from './layout.ts'
import { readMarker } from './marker.ts'
import { readBack } from './read-back.ts'

export interface DiskStoreOptions {
  root: string
  diskId: DiskId
  /** Free bytes that are never used; at most a twentieth of the disk is taken for it. */
  reserveBytes?: number
  fs?: DiskFs
  atFailPoint?: AtFailPoint
}

const defaultReserveBytes = 1_073_741_824

/**
 * One disk as a place that keeps originals. A key is the SHA-256 in hex; any other key names
 * nothing. Writes go by the mirror protocol (see fail-point.ts) and begin and end with a look at the
 * marker, so that nothing is ever written or deleted where the disk is not.
 */
export class DiskStore implements Originals {
  readonly diskId: DiskId
  readonly root: string
  readonly open: DiskReader['open']
  readonly stat: DiskReader['stat']
  readonly list: DiskReader['list']
  readonly trash: ReturnType<typeof makeDiskTrash>
  readonly #fs: DiskFs
  readonly #reserveBytes: number
  readonly #at: AtFailPoint
  readonly #folders: ReturnType<typeof makeFolders>
  #markerSeen: string | null = null

  constructor(options: DiskStoreOptions) {
    this.root = options.root
    this.diskId = options.diskId
    this.#fs = options.fs ?? realFs
    this.#reserveBytes = options.reserveBytes ?? defaultReserveBytes
    this.#at = options.atFailPoint ?? noFailPoint
    this.#folders = makeFolders(this.#fs)
    const reader = makeDiskReader(this.#fs, this.root)
    this.open = reader.open
    this.stat = reader.stat
    this.list = reader.list
    this.trash = makeDiskTrash({
      ...{ root: this.root, fs: this.#fs, folders: this.#folders },
      checkMarker: () => this.checkMarker(),
    })
  }

  /**
   * Throws `DiskError` `missing` unless this very disk is at its folder. The marker is read once and
   * after that recognised by device, inode and time, which any other disk or file changes.
   */
  async checkMarker(): Promise<void> {
    let found: string | undefined
    try {
      const { dev, ino, mtimeMs, size } = await this.#fs.stat(join(this.root, markerName))
      const seen = `${dev} ${ino} ${mtimeMs} ${size}`
      if (seen === this.#markerSeen) return
      found = (await readMarker(this.#fs, this.root))?.id
      this.#markerSeen = found === this.diskId ? seen : null
    } catch (error) {
      this.#markerSeen = null
      this.#folders.forget()
      if (errnoOf(error) === 'ENOENT') throw new DiskError('missing', 'the disk has no marker')
      throw toDiskError(error)
    }
    if (found !== this.diskId) {
      this.#folders.forget()
      const what = found === undefined ? 'the disk has no marker' : 'another disk is in its place'
      throw new DiskError('missing', what)
    }
  }

  /** Bytes in all, and free beyond the reserve (0 when there are none). */
  async space(): Promise<{ totalBytes: number; freeBytes: number }> {
    const { bsize, blocks, bavail } = await this.#fs.statfs(this.root)
    const totalBytes = bsize * blocks
    const reserveBytes = Math.min(this.#reserveBytes, Math.floor(totalBytes / 20))
    return { totalBytes, freeBytes: Math.max(0, bsize * bavail - reserveBytes) }
  }

  /** Removes what an earlier run left in `incoming/`. Answers how many files those were. */
  async clearIncoming(): Promise<number> {
    await this.checkMarker()
    let names: string[]
    try {
      names = await this.#fs.readdir(incomingDir(this.root))
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return 0
      throw error
    }
    for (const name of names) await this.#fs.unlink(join(incomingDir(this.root), name))
    return names.length
  }

  /**
   * Reads the file under this original's name back from the medium. Its bytes are right: answers
   * when that was seen. Changes nothing on the disk; rejects with `DiskError`.
   */
  async verify(sha256: Sha256, sizeBytes: number): Promise<number | 'bad' | 'absent'> {
    await this.checkMarker()
    try {
      const found = await readBack(this.#fs, objectPath(this.root, sha256))
      return found.sha256 === sha256 && found.sizeBytes === sizeBytes ? Date.now() : 'bad'
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw toDiskError(error)
    }
    // A disk that is just going away has no files either.
    await this.checkMarker()
    return 'absent'
  }

  /** Moves a file whose bytes are not what its name says out of the way. It is never deleted. */
  async quarantine(sha256: Sha256): Promise<void> {
    await this.checkMarker()
    const folder = quarantineDir(this.root)
    try {
      await this.#folders.make(this.root, folder)
      await this.#fs.rename(objectPath(this.root, sha256), join(folder, `${sha256}.${ulid()}`))
      await this.#folders.settle(this.root, folder)
      await this.#folders.sync(folder)
    } catch (error) {
      throw toDiskError(error)
    }
  }

  /**
   * If a file lies under this original's name, reads it back and makes it durable: answers when
   * that was seen. Other bytes are quarantined, and the answer is null.
   */
  async verifyExisting(sha256: Sha256, sizeBytes: number): Promise<number | null> {
    const found = await this.verify(sha256, sizeBytes)
    if (found === 'bad') await this.quarantine(sha256)
    if (typeof found !== 'number') return null
    const folder = dirname(objectPath(this.root, sha256))
    try {
      // The run that renamed it may have died before it flushed the folders.
      await this.#folders.settle(this.root, folder)
      await this.#folders.sync(folder)
    } catch (error) {
      throw toDiskError(error)
    }
    return found
  }

  /**
   * M1 and M2, unless the original is there already and reads back well: then when that was seen.
   * Rejects with `DiskError` when the disk is missing, full or failing.
   */
  async begin(sha256: Sha256, sizeBytes: number): Promise<DiskWrite | number> {
    const exists = (await this.stat(sha256)) !== null
    const verifiedAtMs = exists ? await this.verifyExisting(sha256, sizeBytes) : null
    return verifiedAtMs ?? (await this.beginWrite(sha256, sizeBytes))
  }

  /** M1 and M2. Rejects with `DiskError` when the disk is missing, full or failing. */
  async beginWrite(sha256: Sha256, sizeBytes: number): Promise<DiskWrite> {
    await this.checkMarker()
    const temporary = join(incomingDir(this.root), `${sha256}.${ulid()}.part`)
    try {
      if ((await this.space()).freeBytes < sizeBytes) {
        throw new DiskError('full', 'the original does not fit beside the reserve')
      }
      this.#at('M1')
      // Made before the file is synced: one commit of the file system then covers both.
      await this.#folders.make(this.root, incomingDir(this.root))
      await this.#folders.make(this.root, dirname(objectPath(this.root, sha256)))
      const file = await createDirectFile(this.#fs, temporary)
      this.#at('M2')
      const publish = () => this.#publish(temporary, objectPath(this.root, sha256))
      return makeDiskWrite({ fs: this.#fs, file, temporary, publish, at: this.#at })
    } catch (error) {
      throw toDiskError(error)
    }
  }

  async #publish(temporary: string, path: string): Promise<void> {
    await this.checkMarker()
    const folder = dirname(path)
    await this.#folders.settle(this.root, folder)
    await this.#fs.rename(temporary, path)
    this.#at('M7')
    await Promise.all([this.#folders.sync(folder), this.#folders.sync(incomingDir(this.root))])
    this.#at('M8')
  }

  async put(
    key: string,
    body: ReadableStream<Uint8Array>,
    promise: { sizeBytes: number; sha256?: Sha256 },
  ): Promise<{ sha256: Sha256; existed: boolean }> {
    const sha256 = parseObjectName(key)
    if (sha256 === null || (promise.sha256 !== undefined && promise.sha256 !== sha256)) {
      await body.cancel()
      throw new BrokenPromiseError('sha256')
    }
    let write: DiskWrite
    try {
      const begun = await this.begin(sha256, promise.sizeBytes)
      if (typeof begun === 'number') {
        await body.cancel()
        return { sha256, existed: true }
      }
      write = begun
    } catch (error) {
      await body.cancel()
      throw error
    }
    const memory = takeMemory(1)
    try {
      const hash = createHash('sha256')
      let received = 0
      for await (const block of blocksOf(body, memory)) {
        received += block.bytes.length
        if (received > promise.sizeBytes) throw new BrokenPromiseError('length')
        hash.update(block.bytes)
        await write.append(block)
      }
      this.#at('M3')
      if (received !== promise.sizeBytes) throw new BrokenPromiseError('length')
      if (hash.digest('hex') !== sha256) throw new BrokenPromiseError('sha256')
      this.#at('M4')
      await write.commit()
    } catch (error) {
      await write.abandon()
      throw error
    } finally {
      giveMemory(memory)
    }
    return { sha256, existed: false }
  }

  /** No automatic process of the home node calls this. */
  async remove(key: string): Promise<void> {
    const sha256 = parseObjectName(key)
    if (sha256 === null) return
    await this.checkMarker()
    const path = objectPath(this.root, sha256)
    try {
      await this.#fs.unlink(path)
      await this.#folders.sync(dirname(path))
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw toDiskError(error)
    }
  }
}
