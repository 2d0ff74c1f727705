import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { importUsersResultSchema, importUsersSchema } from '#contracts/admin'
import { type Command, CommandError, UsageError } from './command.ts'
import { findOperator } from './operator.ts'
import { oneLine, printTable } from './print-table.ts'
import { asJson, readShape, readWords } from './read-words.ts'

/** The whole file, in which the vault's limit of users a request does not count. */
const fileSchema = z.strictObject({ users: z.array(importUsersSchema.shape.users.element).min(1) })
const atOnce = 200

export const importUsersCommand: Command = {
  name: 'import-users',
  usage: 'FILE.json [--json]',
  about: [
    'makes accounts from {"users": [{"username", "email", "passwordHash", "quotaBytes"}]}',
    'with their old passwords (PBKDF2-SHA256 or bcrypt hashes)',
  ],
  async run(args, context) {
    const { values, positionals } = readWords(args, { json: { type: 'boolean' } })
    const [path, ...more] = positionals
    if (path === undefined || more.length > 0) throw new UsageError('import-users takes one file.')
    const { users } = readShape(fileSchema, await readJson(path))
    const operator = await findOperator(context)
    const result: z.infer<typeof importUsersResultSchema> = { imported: [], refused: [] }
    for (let first = 0; first < users.length; first += atOnce) {
      const body = { users: users.slice(first, first + atOnce) }
      const part = await operator.call('POST', '/users/import', importUsersResultSchema, body)
      result.imported.push(...part.imported)
      result.refused.push(...part.refused)
    }
    if (values.json) return asJson(result)
    const refused = result.refused.map(({ username, reason }) => [oneLine(username, 40), reason])
    const lines = refused.length === 0 ? [] : ['', 'Refused:', ...printTable(refused)]
    return `${[`${result.imported.length} of ${users.length} users were imported.`, ...lines].join('\n')}\n`
  },
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CommandError(`${path} cannot be read.`, { cause })
  })
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new CommandError(`${path} is not JSON.`, { cause })
  }
}
