const spanMs = 60_000

/** How many bytes a second were copied over the last minute. */
export function makePace(now: () => number = Date.now) {
  const startedAt = now()
  let noted: { atMs: number; bytes: number }[] = []
  return {
    note(bytes: number): void {
      noted.push({ atMs: now(), bytes })
    },
    bytesPerSecond(): number {
      const since = now() - spanMs
      noted = noted.filter(({ atMs }) => atMs > since)
      const bytes = noted.reduce((sum, each) => sum + each.bytes, 0)
      return (bytes * 1_000) / Math.max(1_000, Math.min(spanMs, now() - startedAt))
    },
  }
}
