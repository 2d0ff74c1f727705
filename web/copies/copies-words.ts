import type { DiskHealth, MirrorReport } from '#contracts/home-report'
import type { CopiesReport } from '#contracts/ledger'
import type { Keeping, WantedCopies } from '#contracts/policy'
import { formatBytes, formatDate } from '../ui/format.ts'

type Loss = CopiesReport['losses'][number]
type Amount = Pick<CopiesReport, 'originals' | 'bytes'>

const count = (value: number) => value.toLocaleString('en')

export function originalsWords({ originals }: Pick<Amount, 'originals'>): string {
  return `${count(originals)} ${originals === 1 ? 'original' : 'originals'}`
}

/** `If the cloud vanished now` */
export function eventWords({ of, name }: Pick<Loss, 'of' | 'name'>): string {
  if (of === 'cloud') return 'If the cloud vanished now'
  return of === 'disk' ? `If disk ${name} died` : 'If all disks were gone'
}

/** `you would lose nothing`, or `you would lose 12 of 48,213 originals, 3.4 GB`. */
export function lossWords(loss: Amount, all: Amount): string {
  if (loss.originals === 0) return 'you would lose nothing'
  return `you would lose ${count(loss.originals)} of ${originalsWords(all)}, ${formatBytes(loss.bytes)}`
}

/** `no verified copy`, `1 copy`, `3 copies` */
export function copiesWords(copies: number): string {
  if (copies === 0) return 'no verified copy'
  return copies === 1 ? '1 copy' : `${copies} copies`
}

/** What to make of the whole: is anything in one place alone, or in none? */
export function verdictOf(report: CopiesReport): 'empty' | 'safe' | 'single' | 'unproven' {
  if (report.originals === 0) return 'empty'
  const of = (copies: number) =>
    report.byCopies.find((each) => each.copies === copies)?.originals ?? 0
  if (of(0) > 0) return 'unproven'
  return of(1) > 0 ? 'single' : 'safe'
}

/** `Kept as wanted`, and what falls short of it and why. */
export const keepingWords: Record<Keeping, string> = {
  as_wanted: 'kept as wanted',
  short: 'with fewer copies than wanted',
  no_room: 'with fewer, because no disk has room',
}

/** `2 copies at home on any disk, and one in R2` */
export function policyWords(
  { copies, diskIds, isInCloud }: WantedCopies,
  disks: readonly { id: string; name: string }[],
): string {
  const names = diskIds?.map((id) => disks.find((disk) => disk.id === id)?.name ?? 'a lost disk')
  const where = names === undefined ? '' : ` on ${names.join(', ')}`
  const home =
    copies === null
      ? `One copy on each disk${names === undefined ? '' : ` of ${names.join(', ')}`}`
      : `${copiesWords(copies)} at home${where}`
  return `${home}, ${isInCloud ? 'and one in R2' : 'and only previews at the edge'}`
}

/** `1,204 copies still to make, 3.4 GB, at 80 MB a second: about 1 minute` */
export function mirrorWords({ copies, bytes, bytesPerSecond }: MirrorReport): string {
  if (copies === 0) return 'Every copy is made.'
  const rest = `${count(copies)} ${copies === 1 ? 'copy' : 'copies'} still to make, ${formatBytes(bytes)}`
  if (bytesPerSecond === 0) return `${rest}.`
  const minutes = Math.max(1, Math.ceil(bytes / bytesPerSecond / 60))
  const left =
    minutes < 90
      ? `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`
      : `${Math.round(minutes / 60)} hours`
  return `${rest}, at ${formatBytes(bytesPerSecond)} a second: about ${left}.`
}

/** What is alarming about a disk, and what its drive says; null when it says nothing. */
export function healthWords(health: DiskHealth | null): { isBad: boolean; words: string } | null {
  if (health === null) return null
  const { ioErrors, smart } = health
  const facts = [
    ioErrors > 0 && `${count(ioErrors)} ${ioErrors === 1 ? 'error' : 'errors'} since the start`,
    smart?.isPassed === false && 'SMART expects it to fail',
    (smart?.pendingSectors ?? 0) > 0 && `${count(smart?.pendingSectors ?? 0)} unreadable sectors`,
    (smart?.reallocatedSectors ?? 0) > 0 && `${count(smart?.reallocatedSectors ?? 0)} replaced`,
  ].filter((fact) => fact !== false)
  const calm = [
    smart?.isPassed === true && facts.length === 0 && 'SMART passed',
    smart?.temperatureC != null && `${smart.temperatureC} °C`,
    smart?.powerOnHours != null && `${count(smart.powerOnHours)} hours`,
    smart?.percentUsed != null && `${smart.percentUsed} % used`,
  ].filter((fact) => fact !== false)
  const words = [...facts, ...calm].join(', ') || smart?.note || null
  return words === null ? null : { isBad: facts.length > 0, words }
}

/** When the way back was tried last, and how it went. */
export function drillWords(drill: CopiesReport['lastDrill']): string {
  if (drill === null) return 'A restore from a disk has not been rehearsed yet.'
  const { rows, originals, wrong } = drill
  const whole = `${rows.toLocaleString('en')} rows and ${originals.toLocaleString('en')} originals`
  const when = `The way back was rehearsed from disk ${drill.disk} on ${formatDate(drill.at)}: `
  if (wrong === 0) return `${when}${whole} came back as they were.`
  return `${when}${whole} were compared, ${wrong.toLocaleString('en')} of them were wrong. See the log of the drill.`
}
