import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type AuditEntry, type AuditExportLine, auditHashText } from '#contracts/audit'
import { verifyAudit } from './verify-audit.ts'

const hashOf = (entry: Omit<AuditEntry, 'hash'>) =>
  createHash('sha256').update(auditHashText(entry)).digest('hex')

function aChain(chain: string, length: number, note = 'as it was'): AuditEntry[] {
  const entries: AuditEntry[] = []
  for (let seq = 1; seq <= length; seq++) {
    const prevHash = entries.at(-1)?.hash ?? '0'.repeat(64)
    const details = { note, bytes: seq * 1_000, größe: null }
    const who = { actorId: 'operator', subjectId: `usr_${seq}` }
    const entry = {
      chain,
      seq,
      at: seq,
      action: 'quota.changed' as const,
      ...who,
      details,
      prevHash,
    }
    entries.push({ ...entry, hash: hashOf(entry) })
  }
  return entries
}

function headOf(entries: AuditEntry[]): AuditExportLine {
  const { chain = '', seq = 0, hash = '' } = entries.at(-1) ?? {}
  return { head: { chain, seq, hash } }
}

async function* asLines(lines: (AuditExportLine | string)[]) {
  for (const line of lines) yield typeof line === 'string' ? line : JSON.stringify(line)
}

const check = async (...lines: (AuditExportLine | string)[]) => await verifyAudit(asLines(lines))

const at = (entries: AuditEntry[], index: number): AuditEntry => {
  const entry = entries[index]
  if (!entry) throw new Error(`no entry ${index}`)
  return entry
}

const [vault, space] = [aChain('vault', 20), aChain('spc_one', 7)]

describe('verifying the audit', () => {
  it('finds nothing in what nobody touched', async () => {
    const result = await check(headOf(vault), headOf(space), ...space, ...vault, '')
    expect(result).toMatchObject({ hasHeads: true, broken: null })
    expect(result.chains.map(({ chain, entries }) => [chain, entries])).toEqual([
      ['vault', 20],
      ['spc_one', 7],
    ])
  })

  it('takes entries that came after the heads were told', async () => {
    expect((await check(headOf(vault.slice(0, 15)), ...vault)).broken).toBe(null)
  })

  it.each<[string, Partial<AuditEntry>]>([
    ['time', { at: 1 }],
    ['action', { action: 'admin.changed' }],
    ['actor', { actorId: null }],
    ['subject', { subjectId: 'usr_20' }],
    ['details', { details: { note: 'as it was', bytes: 12_001, größe: null } }],
  ])('finds a changed %s', async (_, change) => {
    const changed = vault.with(11, { ...at(vault, 11), ...change })
    const broken = { chain: 'vault', seq: 12, reason: 'the entry was changed' }
    expect((await check(headOf(vault), ...changed)).broken).toEqual(broken)
  })

  it('finds a changed entry whose own hash was made to fit', async () => {
    const { hash: _, ...entry } = { ...at(vault, 11), actorId: 'usr_other' }
    const changed = vault.with(11, { ...entry, hash: hashOf(entry) })
    expect((await check(...changed)).broken).toMatchObject({ chain: 'vault', seq: 13 })
  })

  it('finds a removed entry', async () => {
    const { broken } = await check(headOf(vault), ...vault.toSpliced(4, 1))
    expect(broken).toEqual({ chain: 'vault', seq: 5, reason: 'an entry is missing' })
  })

  it('finds a removed first entry, and two swapped ones', async () => {
    expect((await check(...vault.slice(1))).broken).toMatchObject({ seq: 1 })
    const swapped = vault.with(3, at(vault, 4)).with(4, at(vault, 3))
    expect((await check(...swapped)).broken).toMatchObject({ seq: 4 })
  })

  it('finds an entry that was slipped in', async () => {
    const forged = { ...at(vault, 4), subjectId: 'usr_forged' }
    expect((await check(...vault.toSpliced(5, 0, forged))).broken).toMatchObject({ seq: 6 })
    const { hash: _, ...last } = { ...at(vault, 19), seq: 21, prevHash: 'f'.repeat(64) }
    const appended = { ...last, hash: hashOf(last) }
    expect((await check(...vault, appended)).broken).toMatchObject({ seq: 21 })
  })

  it('finds that the newest entries are missing, or all of them', async () => {
    const cut = await check(headOf(vault), ...vault.slice(0, 17))
    expect(cut.broken).toEqual({ chain: 'vault', seq: 18, reason: 'the last 3 are missing' })
    const gone = await check(headOf(space), headOf(vault), ...vault)
    expect(gone.broken).toEqual({ chain: 'spc_one', seq: 1, reason: 'the last 7 are missing' })
  })

  it('finds a chain that was written anew from its first entry', async () => {
    const rewritten = aChain('vault', 20, 'as somebody wishes')
    expect((await check(headOf(vault), ...rewritten)).broken).toMatchObject({ seq: 20 })
  })

  it('finds a line that is no entry', async () => {
    const { broken } = await check(...vault.slice(0, 3), '{"chain":"vault"', ...vault.slice(3))
    expect(broken).toEqual({ chain: 'vault', seq: 4, reason: 'line 4 is no entry' })
    expect((await check('nonsense', ...vault)).broken).toMatchObject({ chain: '', seq: 1 })
  })

  it('says which chain is broken and goes on with the others', async () => {
    const { chains } = await check(...space.toSpliced(2, 1), ...vault)
    expect(chains.map(({ chain, broken }) => [chain, broken?.seq ?? null])).toEqual([
      ['spc_one', 3],
      ['vault', null],
    ])
  })
})
