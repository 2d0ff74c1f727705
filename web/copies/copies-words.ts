import type { CopiesReport } from '#contracts/ledger'
import { formatBytes } from '../ui/format.ts'

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
