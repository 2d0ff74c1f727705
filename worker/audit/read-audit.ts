import {
  type AuditEntry,
  type AuditExportLine,
  type AuditHead,
  type AuditList,
  type AuditQuery,
  auditDetailsSchema,
} from '#contracts/audit'
import { decodeTimeCursor, encodeTimeCursor } from '../db/time-cursor.ts'
import type { Deps } from '../deps.ts'
import {
  type AuditFilter,
  type EntryRow,
  findNextChain,
  selectEntries,
  selectToExport,
} from './queries.ts'

type Context = Pick<Deps, 'db' | 'auditChain' | 'log'>
type Filter = Omit<AuditQuery, 'cursor' | 'limit'>

/** The chain of what belongs to no space. */
const vaultChain = 'vault'
const exportedAtOnce = 500
const headsAtOnce = 10

/**
 * A page of entries, newest first. What still waits is written first: of the named chain, else of the
 * vault's; other chains show what is older than about a second. Throws `validation_failed` for a
 * cursor that is none of ours.
 */
export async function listAudit(deps: Context, query: AuditQuery): Promise<AuditList> {
  const before = decodeTimeCursor(query.cursor)
  try {
    await deps.auditChain(query.chain ?? vaultChain).flush(query.chain ?? vaultChain)
  } catch (error) {
    // What is written can be shown all the same.
    deps.log.error('audit.flush_failed', error)
  }
  const rows = await selectEntries(deps.db, toFilter(query), { before, limit: query.limit })
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const hasMore = rows.length > query.limit && last !== undefined
  return {
    items: page.map((row) => {
      const { actorName, subjectName } = row
      return { ...toEntry(row), actorName, subjectName }
    }),
    nextCursor: hasMore ? encodeTimeCursor({ timeMs: last.at, id: String(last.rowId) }) : null,
  }
}

/**
 * Everything that fits the filter as JSON lines, see `auditExportLineSchema`. A page of entries is in
 * memory at a time. Throws when a chain cannot be brought up to date, before the first line.
 */
export async function exportAudit(
  deps: Context,
  filter: Filter,
): Promise<ReadableStream<Uint8Array>> {
  const isWhole = [filter.action, filter.actorId, filter.since, filter.until].every(
    (part) => part === undefined,
  )
  const heads = isWhole ? await headsOf(deps, filter.chain) : []
  const lines = exportLines(deps, heads, toFilter(filter))
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await lines.return(undefined)
    },
  })
}

async function* exportLines(deps: Pick<Deps, 'db'>, heads: AuditHead[], filter: AuditFilter) {
  const toText = (lines: AuditExportLine[]) =>
    lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  if (heads.length > 0) yield toText(heads.map((head) => ({ head })))
  let after = { chain: '', seq: 0 }
  for (;;) {
    const rows = await selectToExport(deps.db, filter, after, exportedAtOnce)
    const last = rows.at(-1)
    if (last === undefined) return
    yield toText(rows.map(toEntry))
    after = last
  }
}

/** Brings chains up to date, and answers how far each of them is. */
async function headsOf(deps: Context, chain: string | undefined): Promise<AuditHead[]> {
  const chains = chain === undefined ? await allChains(deps) : [chain]
  const heads: AuditHead[] = []
  for (let start = 0; start < chains.length; start += headsAtOnce) {
    const some = chains.slice(start, start + headsAtOnce)
    heads.push(...(await Promise.all(some.map((one) => deps.auditChain(one).flush(one)))))
  }
  return heads.filter((head) => head.seq > 0)
}

async function allChains(deps: Pick<Deps, 'db'>): Promise<string[]> {
  const chains = new Set([vaultChain])
  for (
    let chain = await findNextChain(deps.db, '');
    chain !== null;
    chain = await findNextChain(deps.db, chain)
  ) {
    chains.add(chain)
  }
  return [...chains]
}

function toFilter({ chain, action, actorId, since, until }: Filter): AuditFilter {
  const toMs = (iso: string | undefined) => (iso === undefined ? undefined : Date.parse(iso))
  return { chain, action, actorId, since: toMs(since), until: toMs(until) }
}

function toEntry(row: EntryRow): AuditEntry {
  const { chain, seq, at, action, actorId, subjectId, prevHash, hash } = row
  const details = readDetails(row.details)
  return { chain, seq, at, action, actorId, subjectId, details, prevHash, hash }
}

/** Somebody may have changed the row: then its hash tells, and a reader must not fail by it. */
function readDetails(text: string): AuditEntry['details'] {
  try {
    return auditDetailsSchema.parse(JSON.parse(text))
  } catch {
    return { unreadable: true }
  }
}
