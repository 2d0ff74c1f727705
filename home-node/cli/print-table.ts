/** Rows as columns: the first left-aligned, those named in `right` right-aligned. */
export function printTable(rows: string[][], right: number[] = []): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? '')].length)),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - [...cell].length)
        return right.includes(column) ? gap + cell : cell + gap
      })
      .join('   ')
      .trimEnd(),
  )
}

const units = ['B', 'kB', 'MB', 'GB', 'TB']

/** Decimal units, as disks are sold: 4,194,304 is `4.2 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000
    unit += 1
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** Local time to the minute, `2026-03-01 14:05`. */
export function formatTime(iso: string | null): string {
  if (iso === null) return '—'
  const at = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`
}

/**
 * What somebody else wrote, on one line of a terminal: no control characters, no direction marks, at
 * most `width` wide.
 */
export function oneLine(text: string, width = 32): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·')
  const points = [...clean]
  return points.length <= width ? clean : `${points.slice(0, width - 1).join('')}…`
}
