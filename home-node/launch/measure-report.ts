/** One measured or counted value, beside the peer's from the same run when there is a peer. */
export interface Figure {
  name: string
  ours: number
  peer?: { name: string; value: number }
  /** Ours to the peer's, in the direction in which more is better; usually what the goal speaks of. */
  ratio?: number
  /** The goal in words, for example "at least 0.6". */
  goal: string
  ok: boolean
  /** What `ours` and the peer's value count, for example "pictures/s". */
  unit: string
}

/** What a benchmark or a fault run is given. */
export interface Measure {
  /** The words after its name. */
  args: string[]
  figure(row: Figure): void
  /** Says that a peer is not installed, and the command that installs it. */
  missingPeer(name: string, install: string): void
}

/** Collects the figures of one run, says each as a line, and knows how the run ends. */
export function makeReport(args: string[], sayLine: (line: string) => void) {
  const figures: Figure[] = []
  const missing: string[] = []
  const measure: Measure = {
    args,
    figure(row) {
      figures.push(row)
      sayLine(figureLine(row))
    },
    missingPeer(name, install) {
      missing.push(name)
      sayLine(`${name} is not installed; install it with: ${install}`)
    },
  }
  const shortCount = () => figures.filter((row) => !row.ok).length
  return {
    measure,
    /** 0 when every figure is ok, 1 when one falls short or there is none, 2 when a peer is missing. */
    exitCode(): 0 | 1 | 2 {
      if (shortCount() > 0) return 1
      if (missing.length > 0) return 2
      return figures.length > 0 ? 0 : 1
    },
    summary(): string {
      const parts = [`${figures.length} figures`, `${figures.length - shortCount()} ok`]
      parts.push(`${shortCount()} short`)
      if (missing.length > 0) parts.push(`peers missing: ${missing.join(', ')}`)
      return parts.join(', ')
    },
  }
}

function figureLine({ name, ours, peer, ratio, goal, ok, unit }: Figure): string {
  return [
    name,
    `ours ${rounded(ours)} ${unit}`,
    peer ? `${peer.name} ${rounded(peer.value)} ${unit}` : 'no peer',
    ratio === undefined ? 'no ratio' : `ratio ${rounded(ratio)}`,
    `goal ${goal}`,
    ok ? 'ok' : 'short',
  ].join(' | ')
}

/** Three significant digits, and no exponent. */
function rounded(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
