import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Command, CommandError, UsageError } from './command.ts'
import { findOperator } from './operator.ts'
import { formatTime, oneLine, printTable } from './print-table.ts'
import { readWords } from './read-words.ts'
import { type AuditCheck, verifyAudit } from './verify-audit.ts'

export const auditCommand: Command = {
  name: 'audit',
  usage: 'verify [--file EXPORT.jsonl]',
  about: [
    'computes every hash of the audit anew and names the first entry that was changed,',
    'removed or slipped in; of the running vault, or of an export of it',
  ],
  async run(args, context) {
    const { values, positionals } = readWords(args, { file: { type: 'string' } })
    if (positionals.length !== 1 || positionals[0] !== 'verify') {
      throw new UsageError('audit can only verify.')
    }
    const lines =
      values.file === undefined
        ? await (await findOperator(context)).lines('/audit/export')
        : linesOfFile(values.file)
    const check = await verifyAudit(lines)
    const report = printCheck(check)
    if (check.broken !== null) throw new CommandError(report)
    return `${report}\n`
  },
}

async function* linesOfFile(path: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })
  } catch (cause) {
    throw new CommandError(`${path} cannot be read.`, { cause })
  }
}

/** What was checked, and what was found, for a person. */
function printCheck({ chains, hasHeads, broken }: AuditCheck): string {
  if (chains.length === 0 && broken === null) return 'The audit is empty.'
  const rows = chains.map(({ chain, entries, lastAt, broken: fault }) => {
    const state = fault === null ? 'whole' : `broken at ${fault.seq}: ${fault.reason}`
    return [oneLine(chain, 40), String(entries), formatTime(lastAt), state]
  })
  const entries = chains.reduce((sum, chain) => sum + chain.entries, 0)
  const heads = hasHeads
    ? ''
    : ' Whether the newest entries are missing, an export without heads cannot tell.'
  const result =
    broken === null
      ? `${chains.length === 1 ? '1 chain' : `${chains.length} chains`} and ${entries} entries, all whole.${heads}`
      : `The audit is broken: ${oneLine(broken.chain, 40) || 'no chain'}, entry ${broken.seq}: ${broken.reason}.`
  return [...printTable([['Chain', 'Entries', 'Last', ''], ...rows], [1]), '', result].join('\n')
}
