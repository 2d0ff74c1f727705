import { createHash } from 'node:crypto'
import { type AuditEntry, auditExportLineSchema, auditHashText } from '#contracts/audit'

/** Where a chain is not what was written, and how that shows. `seq`: the first entry that cannot be trusted. */
export interface AuditBreak {
  chain: string
  seq: number
  reason: string
}

export interface CheckedChain {
  chain: string
  entries: number
  /** When the last entry was made, ISO 8601. */
  lastAt: string | null
  broken: AuditBreak | null
}

export interface AuditCheck {
  chains: CheckedChain[]
  /** Whether the export named the heads: without them nobody sees that the newest entries are missing. */
  hasHeads: boolean
  /** The first break in the order of the export; lines that are no entries belong to the chain before. */
  broken: AuditBreak | null
}

interface Progress extends CheckedChain {
  seq: number
  hash: string
  head: { seq: number; hash: string } | null
}

const firstPrevHash = '0'.repeat(64)

/** Computes every chain of an export anew. Trusts nothing in it but the heads. */
export async function verifyAudit(lines: AsyncIterable<string>): Promise<AuditCheck> {
  const chains = new Map<string, Progress>()
  let hasHeads = false
  let unreadable: AuditBreak | null = null
  let last: Progress | null = null
  let lineNumber = 0
  for await (const line of lines) {
    lineNumber++
    if (line.trim() === '') continue
    const parsed = readLine(line)
    if (parsed === null) {
      const [chain, seq] = last === null ? ['', 1] : [last.chain, last.seq + 1]
      unreadable ??= { chain, seq, reason: `line ${lineNumber} is no entry` }
      if (last !== null) last.broken ??= unreadable
      continue
    }
    if ('head' in parsed) {
      const { chain, seq, hash } = parsed.head
      hasHeads = true
      progressOf(chains, chain).head = { seq, hash }
      continue
    }
    last = progressOf(chains, parsed.chain)
    last.entries++
    last.lastAt = new Date(parsed.at).toISOString()
    if (last.broken !== null) continue
    const reason = faultOf(parsed, last)
    if (reason === null) Object.assign(last, { seq: parsed.seq, hash: parsed.hash })
    else last.broken = { chain: parsed.chain, seq: last.seq + 1, reason }
  }
  for (const progress of chains.values()) progress.broken ??= missingEnd(progress)
  const checked = [...chains.values()].map(({ chain, entries, lastAt, broken }) => {
    return { chain, entries, lastAt, broken }
  })
  const broken = checked.find((chain) => chain.broken !== null)?.broken ?? unreadable
  return { chains: checked, hasHeads, broken }
}

function readLine(line: string) {
  try {
    return auditExportLineSchema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}

function progressOf(chains: Map<string, Progress>, chain: string): Progress {
  const known = chains.get(chain)
  if (known) return known
  const nothing = { entries: 0, lastAt: null, broken: null, seq: 0, hash: firstPrevHash }
  const progress: Progress = { chain, head: null, ...nothing }
  chains.set(chain, progress)
  return progress
}

/** What is wrong with the next entry of a chain; null when it follows the one before. */
function faultOf(entry: AuditEntry, before: Progress): string | null {
  const expected = before.seq + 1
  if (entry.seq > expected) {
    const gap = entry.seq - expected
    return gap === 1 ? 'an entry is missing' : `${gap} entries are missing`
  }
  if (entry.seq < expected) return 'an entry comes twice'
  const hash = createHash('sha256').update(auditHashText(entry)).digest('hex')
  if (hash !== entry.hash) return 'the entry was changed'
  if (entry.prevHash !== before.hash) return 'the entry does not follow the one before it'
  if (entry.seq === before.head?.seq && entry.hash !== before.head.hash) {
    return 'the chain was written anew: its keeper remembers another one'
  }
  return null
}

function missingEnd({ chain, seq, head }: Progress): AuditBreak | null {
  if (head === null || seq >= head.seq) return null
  const missing = head.seq - seq
  const reason = missing === 1 ? 'the last entry is missing' : `the last ${missing} are missing`
  return { chain, seq: seq + 1, reason }
}
