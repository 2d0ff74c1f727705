import type { ImportReport } from '../import/import-report.ts'
import { formatBytes, oneLine } from './print-table.ts'

/** What an import did, for people: every refused file with its reason. */
export function importSummary(report: ImportReport): string {
  const { outcomes, sentBytes, skipped, refused, notes } = report
  const files = (count: number) => (count === 1 ? '1 file' : `${count} files`)
  const lines = [
    `${files(outcomes.sent)} sent (${formatBytes(sentBytes)}), ${outcomes.known} there already.`,
    ...(outcomes.linked > 0
      ? [`${files(outcomes.linked)} whose bytes the space had in another folder: nothing was sent.`]
      : []),
    ...(report.told > 0 ? [`${files(report.told)} got what stood beside them.`] : []),
    ...(report.albums > 0 ? [`Albums: ${report.albums}.`] : []),
    ...[...skipped].map(([reason, count]) => `Left out, ${reason}: ${count}.`),
    ...notes,
    ...(refused.length > 0 ? ['', `Refused: ${files(refused.length)}.`] : []),
    ...refused.map(({ path, reason }) => `  ${oneLine(path, 400)}: ${reason}`),
    ...(report.isStopped ? ['', 'Stopped. The same command goes on from here.'] : []),
  ]
  return `${lines.join('\n')}\n`
}
