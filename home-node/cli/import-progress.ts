import type { ImportProgress } from '../import/import-report.ts'
import { formatBytes } from './print-table.ts'

/** `####...... 12 of 40 files, 1.2 of 4.0 GB, 85 MB/s, 30 s left` */
export function progressLine(progress: ImportProgress, nowMs: number): string {
  const { doneFiles, allFiles, doneBytes, allBytes, startedMs } = progress
  const seconds = Math.max(nowMs - startedMs, 1) / 1_000
  const share = allBytes === 0 ? 1 : Math.min(doneBytes / allBytes, 1)
  const left = share === 0 ? null : Math.ceil((seconds / share) * (1 - share))
  const bar = '#'.repeat(Math.floor(share * 24)).padEnd(24, '.')
  return [
    `${bar} ${doneFiles} of ${allFiles} files`,
    `${formatBytes(doneBytes)} of ${formatBytes(allBytes)}`,
    `${formatBytes(doneBytes / seconds)}/s`,
    ...(left === null ? [] : [`${formatDuration(left)} left`]),
  ].join(', ')
}

function formatDuration(seconds: number): string {
  if (seconds < 100) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 100 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`
}

/** Shows how far it is: one line that changes on a terminal, a line every ten seconds elsewhere. */
export function makeProgressPrinter(out: { isTTY?: boolean; write(text: string): unknown }) {
  const everyMs = out.isTTY ? 150 : 10_000
  let lastMs = Date.now()
  return {
    show(progress: ImportProgress): void {
      const nowMs = Date.now()
      if (nowMs - lastMs < everyMs) return
      lastMs = nowMs
      const line = progressLine(progress, nowMs)
      out.write(out.isTTY ? `\r${line}\u001b[K` : `${line}\n`)
    },
    end(): void {
      if (out.isTTY) out.write('\r\u001b[K')
    },
  }
}
