const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']
const maxBytes = 1e15

export type ReadQuota = { bytes: number; problem: null } | { bytes: null; problem: string }

/** Reads `50 GB`, `1.5tb` or `1,5 TB`: decimal units, 1 PB at the most. `problem` is a sentence to show. */
export function readQuota(text: string): ReadQuota {
  const found = /^(\d+(?:[.,]\d+)?)\s*([a-z]+)?$/i.exec(text.trim())
  const [, figure, unit] = found ?? []
  if (figure === undefined) return refused('Write a number and a unit, such as 50 GB.')
  const value = Number(figure.replace(',', '.'))
  if (value === 0) return { bytes: 0, problem: null }
  if (unit === undefined) return refused(`Write the unit too, such as ${figure} GB.`)
  const power = units.indexOf(unit.toUpperCase())
  if (power === -1) return refused(`“${unit}” is no unit here. Write MB, GB or TB.`)
  const bytes = Math.round(value * 1_000 ** power)
  if (bytes > maxBytes) return refused('A quota is 1 PB at the most.')
  return { bytes, problem: null }
}

function refused(problem: string): ReadQuota {
  return { bytes: null, problem }
}

/** The shortest text that `readQuota` reads as just these bytes, for a field that is changed. */
export function writeQuota(bytes: number): string {
  for (let power = units.length - 1; power > 0; power--) {
    const text = `${Number((bytes / 1_000 ** power).toFixed(3))} ${units[power]}`
    if (bytes >= 1_000 ** power && readQuota(text).bytes === bytes) return text
  }
  return `${bytes} B`
}
