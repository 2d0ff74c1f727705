import type { DiskId } from '#contracts/ids'
import { takeReplaceWish, writeDiskList } from '../disks/disk-files.ts'
import type { DiskSet } from '../disks/disk-set.ts'
import type { Journal } from '../disks/journal.ts'
import type { Log } from '../log.ts'

/** Hears that a disk is to be replaced, says how far that is, and lets the old one go at its end. */
export function watchReplacements(deps: {
  stateDir: string
  journal: Pick<Journal, 'beginReplacement' | 'replacements' | 'retire'>
  disks: Pick<DiskSet, 'all' | 'get' | 'release'>
  log: Log
  onBegun(): void
}) {
  const { stateDir, journal, disks, log } = deps
  const nameOf = (id: DiskId) => disks.get(id)?.name ?? id
  let said = ''

  function begin({ from, to }: { from: DiskId; to: DiskId }): void {
    if (!disks.get(from) || disks.get(to)?.state !== 'ok' || from === to) return
    journal.beginReplacement(from, to)
    log.say(`Disk ${nameOf(to)} takes over from ${nameOf(from)}.`)
    deps.onBegun()
  }

  return {
    async look(): Promise<void> {
      await takeReplaceWish(stateDir, begin)
      const open = journal.replacements()
      const replacing = open.map(({ oldId, newId, copies, left }) => ({
        ...{ from: nameOf(oldId), to: nameOf(newId), copies, left },
      }))
      for (const { oldId, newId, left } of open) {
        if (left > 0 || !journal.retire(oldId, newId)) continue
        log.say(`Disk ${nameOf(oldId)} is replaced: it may be taken out.`)
        disks.release(oldId)
      }
      const list = disks.all().map(({ id, name, store, ...disk }) => ({
        ...{ id, name, path: store.root, state: disk.state, smart: disk.smart },
        ...{ totalBytes: disk.totalBytes, freeBytes: disk.freeBytes, ioErrors: disk.ioErrors },
      }))
      const text = JSON.stringify([list, replacing])
      if (text !== said) await writeDiskList(stateDir, { disks: list, replacing })
      said = text
    },
  }
}
