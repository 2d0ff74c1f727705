const factors: Record<string, number> = {
  '': 1,
  b: 1,
  ...{ k: 1e3, kb: 1e3, kib: 2 ** 10 },
  ...{ m: 1e6, mb: 1e6, mib: 2 ** 20 },
  ...{ g: 1e9, gb: 1e9, gib: 2 ** 30 },
  ...{ t: 1e12, tb: 1e12, tib: 2 ** 40 },
}

/** Bytes that `50GB`, `1.5 TB` (powers of 1,000) or `50GiB` (of 1,024) name; null when none. */
export function parseBytes(text: string): number | null {
  const [, digits, unit = ''] = /^\s*(\d{1,15}(?:\.\d{1,6})?)\s*([a-z]{0,3})\s*$/i.exec(text) ?? []
  const factor = factors[unit.toLowerCase()]
  if (digits === undefined || factor === undefined) return null
  const bytes = Math.round(Number(digits) * factor)
  return Number.isSafeInteger(bytes) ? bytes : null
}
