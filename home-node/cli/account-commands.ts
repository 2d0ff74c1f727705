import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type AdminUser, adminUserSchema } from '#contracts/admin'
import { type Command, CommandError, UsageError } from './command.ts'
import { findUser } from './find-user.ts'
import { findOperator, type Operator } from './operator.ts'
import { formatTime, oneLine } from './print-table.ts'
import { asJson, readWords } from './read-words.ts'

/** One command that does one thing to one user. */
function userCommand(command: {
  name: string
  about: string[]
  change: (operator: Operator, user: AdminUser) => Promise<AdminUser>
  done: (user: AdminUser) => string
}): Command {
  const { name, about } = command
  return {
    ...{ name, usage: 'USER [--json]', about },
    async run(args, context) {
      const { values, positionals } = readWords(args, { json: { type: 'boolean' } })
      const [wanted, ...more] = positionals
      if (wanted === undefined || more.length > 0) throw new UsageError(`${name} takes one user.`)
      const operator = await findOperator(context)
      const user = await command.change(operator, await findUser(operator, wanted))
      return values.json ? asJson(user) : `${command.done(user)}\n`
    },
  }
}

const changeTo =
  (change: { isDisabled: boolean } | { isAdmin: boolean }) =>
  async (operator: Operator, { id }: AdminUser) =>
    await operator.call('PATCH', `/users/${id}`, adminUserSchema, change)

const nameOf = ({ username }: AdminUser) => oneLine(username, 40)

export const disableCommand = userCommand({
  name: 'disable',
  about: ['ends the sessions of a user, who cannot sign in from then on; nothing is deleted'],
  change: changeTo({ isDisabled: true }),
  done: (user) => `${nameOf(user)} is disabled.`,
})

export const enableCommand = userCommand({
  name: 'enable',
  about: ['lets a disabled user sign in again'],
  change: changeTo({ isDisabled: false }),
  done: (user) => `${nameOf(user)} may sign in.`,
})

export const makeAdminCommand = userCommand({
  name: 'make-admin',
  about: ['lets a user administer the vault'],
  change: changeTo({ isAdmin: true }),
  done: (user) => `${nameOf(user)} is an admin.`,
})

export const unmakeAdminCommand = userCommand({
  name: 'unmake-admin',
  about: ['takes that back; the last admin stays one'],
  change: changeTo({ isAdmin: false }),
  done: (user) => `${nameOf(user)} is no admin.`,
})

export const deleteUserCommand = userCommand({
  name: 'delete-user',
  about: [
    'deletes a user with their personal space; for 30 days restore-user brings all of it back',
  ],
  change: (operator, { id }) => operator.call('DELETE', `/users/${id}`, adminUserSchema),
  done: (user) => `${nameOf(user)} is deleted, and gone for good on ${formatTime(user.purgeAt)}.`,
})

export const restoreUserCommand = userCommand({
  name: 'restore-user',
  about: ['brings a deleted user back, with what they had'],
  change: (operator, { id }) => operator.call('POST', `/users/${id}/restore`, adminUserSchema),
  done: (user) => `${nameOf(user)} is back.`,
})

export const exportUserCommand: Command = {
  name: 'export-user',
  usage: 'USER FILE.zip',
  about: ['the originals of a user’s personal space, with a list of them, as a zip'],
  async run(args, context) {
    const [wanted, path, ...more] = readWords(args, {}).positionals
    if (wanted === undefined || path === undefined || more.length > 0) {
      throw new UsageError('export-user takes a user and a file.')
    }
    const operator = await findOperator(context)
    const user = await findUser(operator, wanted)
    const body = await operator.bytes(`/users/${user.id}/export`)
    // A file that is there already is not ours to write over.
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
    try {
      await pipeline(Readable.fromWeb(body), file)
    } catch (cause) {
      const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
      if (!isThere) await rm(path, { force: true })
      const why = isThere ? 'is there already' : 'could not be written whole'
      throw new CommandError(`${path} ${why}.`, { cause })
    }
    return `${path} holds what ${nameOf(user)} keeps, ${file.bytesWritten} bytes.\n`
  },
}
