import { verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Receipt, receiptSchema, receiptText } from '#contracts/receipt'
import { importPublicKey, readIdentity } from '../link/identity.ts'
import { type Command, CommandError, UsageError } from './command.ts'
import { printTable } from './print-table.ts'
import { readWords } from './read-words.ts'

export const receiptCommand: Command = {
  name: 'receipt',
  usage: 'verify FILE [--key PUBLIC-KEY]',
  about: [
    'whether a receipt of erased faces is as the vault signed it, by the key that this home node',
    'has known since it joined, or by another',
  ],
  async run(args, context) {
    const { values, positionals } = readWords(args, { key: { type: 'string' } })
    const [verb, path, ...more] = positionals
    if (verb !== 'verify' || path === undefined || more.length > 0) {
      throw new UsageError('receipt can only verify, one file at a time.')
    }
    const receipt = await readReceipt(path)
    const known = values.key ?? (await knownKey(context.stateDir))
    if (known === null) {
      throw new CommandError('This home node knows no vault yet: name its key with --key.')
    }
    if (known !== receipt.publicKey) {
      throw new CommandError(`This receipt was signed by another vault, ${receipt.publicKey}.`)
    }
    const signature = Buffer.from(receipt.signature, 'base64url')
    const text = Buffer.from(receiptText(receipt))
    if (!verify(null, text, importPublicKey(known), signature)) {
      throw new CommandError('This receipt was changed after it was signed.')
    }
    return printReceipt(receipt)
  },
}

async function knownKey(stateDir: string): Promise<string | null> {
  const identity = await readIdentity(stateDir)
  return identity?.workerKey?.export({ format: 'jwk' }).x ?? null
}

async function readReceipt(path: string): Promise<Receipt> {
  try {
    return receiptSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    throw new CommandError(`${path} is no receipt.`, { cause })
  }
}

function printReceipt({ id, organizationId, subjectId, erasedAt, stores }: Receipt): string {
  const rows = stores.map(({ store, before, after }) => [store, String(before), String(after)])
  const whom = subjectId ?? `everybody of ${organizationId}`
  return [
    ...printTable([['Store', 'Before', 'After'], ...rows], [1, 2]),
    '',
    `${id} is as it was signed: ${whom} was erased at ${erasedAt}.`,
    '',
  ].join('\n')
}
