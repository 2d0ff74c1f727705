import { mkdir, readdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ulid } from 'ulid'
import type { DiskReport, DiskState } from '#contracts/home-node'
import type { Smart } from '#contracts/home-report'
import { type DiskId, diskIdSchema, type Sha256 } from '#contracts/ids'
import type { ByteRange, OpenOriginal } from '#contracts/originals'
import type { DiskPlace } from '../config.ts'
import { type Log, messageOf } from '../log.ts'
import { DiskError } from './disk-error.ts'
import { errnoOf, realFs } from './disk-fs.ts'
import { DiskStore } from './disk-store.ts'
import type { AtFailPoint } from './fail-point.ts'
import type { Journal } from './journal.ts'
import { objectPath } from './layout.ts'
import { type Marker, readMarker, writeMarker } from './marker.ts'
import { readSmart } from './smart.ts'

/** After this many I/O errors a disk is only read, until the home node starts again. */
const ioErrorsMax = 3

export interface MountedDisk {
  id: DiskId
  name: string
  store: DiskStore
  state: DiskState
  ioErrors: number
  /** As its drive said last; null while it was not asked. */
  smart: Smart | null
  totalBytes: number
  /** Free beyond the reserve. */
  freeBytes: number
}

export interface DiskSetOptions {
  places: DiskPlace[]
  journal: Journal
  log: Log
  reserveBytes?: number
  atFailPoint?: AtFailPoint
}

type Found = { marker: Marker } | { refusal: string } | { absent: true }

/** Looks at a folder without changing it: a disk, a reason to leave it alone, or room for a new one. */
async function inspect(path: string): Promise<Found> {
  try {
    const marker = await readMarker(realFs, path)
    if (marker !== null) return { marker }
    const names = (await readdir(path)).filter((name) => name !== 'lost+found')
    if (names.length === 0) return { absent: true }
    return { refusal: 'its folder is not empty and is not marked as a CloudVault disk' }
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT')
      return { refusal: `its folder cannot be read (${errnoOf(error)})` }
    const parent = await stat(dirname(path)).catch(() => null)
    return parent?.isDirectory()
      ? { absent: true }
      : { refusal: 'neither its folder nor the one above exists' }
  }
}

/**
 * The disks of this home node. A folder never seen before is adopted when it is empty, or absent
 * below an existing folder. A disk that the journal knows is only ever recognised by its marker: a
 * missing one stays missing, and an empty folder in its place is never mistaken for it.
 */
export async function openDisks(options: DiskSetOptions) {
  const { places, journal, log } = options
  const disks = new Map<DiskId, MountedDisk>()

  function mount(id: DiskId, place: DiskPlace, state: DiskState): MountedDisk {
    const store = new DiskStore({
      root: place.path,
      diskId: id,
      ...(options.reserveBytes === undefined ? {} : { reserveBytes: options.reserveBytes }),
      ...(options.atFailPoint === undefined ? {} : { atFailPoint: options.atFailPoint }),
    })
    const disk: MountedDisk = {
      ...{ id, name: place.name, store, state, smart: null },
      ...{ ioErrors: 0, totalBytes: 0, freeBytes: 0 },
    }
    disks.set(id, disk)
    return disk
  }

  async function adopt(place: DiskPlace): Promise<Marker> {
    await mkdir(place.path, { recursive: true })
    const adoptedAt = new Date().toISOString()
    const id = diskIdSchema.parse(`dsk_${ulid()}`)
    const marker: Marker = { format: 1, id, name: place.name, adoptedAt }
    await writeMarker(place.path, marker)
    log.say(`Disk ${place.name} adopted at ${place.path}.`)
    return marker
  }

  async function openPlace(place: DiskPlace): Promise<void> {
    const known = journal.disks().find((disk) => disk.name === place.name)
    const found = await inspect(place.path)
    if (known !== undefined && !('marker' in found && found.marker.id === known.id)) {
      const why = 'marker' in found ? 'another disk is in its place' : 'it is not at its folder'
      log.say(`Disk ${place.name} is missing: ${why} (${place.path}). Nothing is written there.`)
      mount(known.id, place, 'missing')
      return
    }
    if ('refusal' in found) {
      log.say(`Disk ${place.name} is not used: ${found.refusal} (${place.path}).`)
      return
    }
    if ('marker' in found && journal.retired().includes(found.marker.id)) {
      log.say(`Disk ${place.name} was replaced, and is not used any more (${place.path}).`)
      return
    }
    const marker = 'marker' in found ? found.marker : await adopt(place)
    if (disks.has(marker.id)) {
      log.say(`Disk ${place.name} is not used: it is the same disk as another one.`)
      return
    }
    if (known === undefined) journal.addDisk({ id: marker.id, name: place.name })
    await mount(marker.id, place, 'ok').store.clearIncoming()
  }

  for (const place of places) {
    try {
      await openPlace(place)
    } catch (error) {
      log.say(`Disk ${place.name} is not used: ${messageOf(error)}.`)
    }
  }

  function settle(disk: MountedDisk, state: DiskState): void {
    if (disk.state === state) return
    const was = disk.state
    disk.state = state
    if (state === 'missing') log.say(`Disk ${disk.name} is missing. Nothing is written there.`)
    if (state === 'full') log.say(`Disk ${disk.name} is full.`)
    if (state === 'read_only') log.say(`Disk ${disk.name} fails, and is only read from now on.`)
    if (state === 'ok') {
      log.say(`Disk ${disk.name} is ${was === 'missing' ? 'back' : 'writable again'}.`)
      journal.retryNow(disk.id)
    }
  }

  /** Looks at markers and free space. A disk that came back is used again; a failing one is not. */
  async function refresh(): Promise<void> {
    for (const disk of disks.values()) {
      try {
        await disk.store.checkMarker()
        if (disk.state === 'missing') await disk.store.clearIncoming()
        const space = await disk.store.space()
        disk.totalBytes = space.totalBytes
        disk.freeBytes = space.freeBytes
        if (disk.state !== 'read_only') settle(disk, space.freeBytes === 0 ? 'full' : 'ok')
      } catch (error) {
        blame(disk.id, error)
      }
    }
  }

  /** Draws the consequence of an error on a disk. */
  function blame(diskId: DiskId, error: unknown): void {
    const disk = disks.get(diskId)
    if (disk === undefined) return
    const kind = error instanceof DiskError ? error.kind : 'io'
    if (kind !== disk.state) {
      log.error('disk.error', { disk: disk.name, message: messageOf(error) })
    }
    if (kind !== 'io') {
      settle(disk, kind)
      return
    }
    disk.ioErrors += 1
    if (disk.ioErrors >= ioErrorsMax) settle(disk, 'read_only')
  }

  await refresh()

  /** Asks the drives how they fare; one that sleeps keeps what it said last. */
  async function askDrives(signal: AbortSignal): Promise<void> {
    for (const disk of disks.values()) {
      if (disk.state === 'missing') continue
      const smart = await readSmart(disk.store.root, signal)
      if (smart.note === null || disk.smart === null) disk.smart = smart
      if (smart.isPassed === false) log.error('disk.smart', { disk: disk.name })
    }
  }

  return {
    refresh,
    blame,
    askDrives,

    /** Has nothing more to do with a disk; what lies on it stays. */
    release: (id: DiskId): void => void disks.delete(id),

    all: (): MountedDisk[] => [...disks.values()],
    get: (id: DiskId): MountedDisk | undefined => disks.get(id),
    /** Where something may be written: not where somebody takes over. */
    writable(): MountedDisk[] {
      const replaced = journal.replaced()
      return [...disks.values()].filter(({ id, state }) => state === 'ok' && !replaced.has(id))
    },

    /** All disks ever known, those that the settings no longer name included. */
    report(): DiskReport {
      const present = [...disks.values()].map((disk) => {
        const { id, name, state, totalBytes, freeBytes, ioErrors, smart } = disk
        return { id, name, state, totalBytes, freeBytes, health: { ioErrors, smart } }
      })
      const gone = journal
        .disks()
        .filter(({ id }) => !disks.has(id))
        .map((disk) => ({ ...disk, state: 'missing' as const, totalBytes: 0, freeBytes: 0 }))
      return { disks: [...present, ...gone], retired: journal.retired().slice(-32) }
    },

    /** Opens an original on the first disk that has it and can be read; null when none does. */
    async open(sha256: Sha256, range?: ByteRange): Promise<OpenOriginal | null> {
      for (const disk of disks.values()) {
        if (disk.state === 'missing') continue
        try {
          const opened = await disk.store.open(sha256, range)
          if (opened !== null) return opened
        } catch (error) {
          if (error instanceof RangeError) throw error
          blame(disk.id, error)
        }
      }
      return null
    },

    /** Where an original lies, for a program that only reads it; null when no disk has it. */
    async pathOf(sha256: Sha256): Promise<string | null> {
      for (const disk of disks.values()) {
        if (disk.state === 'missing') continue
        const found = await disk.store.stat(sha256).catch(() => null)
        if (found !== null) return objectPath(disk.store.root, sha256)
      }
      return null
    },

    /** Size in bytes of an original that some disk has; null when none does. */
    async sizeOf(sha256: Sha256): Promise<number | null> {
      for (const disk of disks.values()) {
        if (disk.state === 'missing') continue
        const found = await disk.store.stat(sha256).catch(() => null)
        if (found !== null) return found.sizeBytes
      }
      return null
    },
  }
}
export type DiskSet = Awaited<ReturnType<typeof openDisks>>
