import { type AdminUser, adminUserSchema, linkSchema, quotaBytesSchema } from '#contracts/admin'
import { type Command, UsageError } from './command.ts'
import { eachUser, findUser } from './find-user.ts'
import { findOperator } from './operator.ts'
import { formatBytes, formatTime, oneLine, printTable } from './print-table.ts'
import { asJson, readBytes, readShape, readWords } from './read-words.ts'

const jsonOption = { json: { type: 'boolean' } } as const

function stateOf(user: AdminUser): string {
  if (user.deletedAt !== null) return `deleted, gone on ${formatTime(user.purgeAt)}`
  if (user.disabledAt !== null) return 'disabled'
  return user.isAdmin ? 'admin' : ''
}

export const usersCommand: Command = {
  name: 'users',
  usage: '[SEARCH] [--json]',
  about: [
    'everybody with an account and the room they take;',
    'SEARCH: the start of a name or e-mail address',
  ],
  async run(args, context) {
    const { values, positionals } = readWords(args, jsonOption)
    if (positionals.length > 1) throw new UsageError('users takes one word to search for.')
    const operator = await findOperator(context)
    const users: AdminUser[] = []
    for await (const user of eachUser(operator, positionals[0])) users.push(user)
    if (values.json) return asJson(users)
    if (users.length === 0) return 'Nobody.\n'
    const rows = users.map((user) => [
      oneLine(user.username, 40),
      oneLine(user.email ?? '—', 40),
      formatBytes(user.usedBytes),
      formatBytes(user.quotaBytes),
      formatTime(user.lastSeenAt),
      stateOf(user),
    ])
    const lines = printTable(
      [['User', 'E-mail', 'Used', 'Quota', 'Last seen', ''], ...rows],
      [2, 3],
    )
    return `${lines.join('\n')}\n`
  },
}

export const quotaCommand: Command = {
  name: 'quota',
  usage: 'USER [100GB] [--json]',
  about: [
    'what a user may keep, and with a size, what they may from now on;',
    'USER: a username, an e-mail address or an id',
  ],
  async run(args, context) {
    const { values, positionals } = readWords(args, jsonOption)
    const [name, size, ...more] = positionals
    if (name === undefined || more.length > 0)
      throw new UsageError('quota takes a user and a size.')
    const quotaBytes = size === undefined ? null : readShape(quotaBytesSchema, readBytes(size))
    const operator = await findOperator(context)
    const found = await findUser(operator, name)
    const user =
      quotaBytes === null
        ? found
        : await operator.call('PUT', `/users/${found.id}/quota`, adminUserSchema, { quotaBytes })
    if (values.json) return asJson(user)
    const full = user.usedBytes >= user.quotaBytes ? ' Nothing more fits.' : ''
    return `${oneLine(user.username, 40)} may keep ${formatBytes(user.quotaBytes)} and uses ${formatBytes(user.usedBytes)}.${full}\n`
  },
}

export const resetLinkCommand: Command = {
  name: 'reset-link',
  usage: 'USER [--json]',
  about: [
    'a link by which a user sets a new password, once and within a day;',
    'links made before do not work any more',
  ],
  async run(args, context) {
    const { values, positionals } = readWords(args, jsonOption)
    const [name, ...more] = positionals
    if (name === undefined || more.length > 0) throw new UsageError('reset-link takes one user.')
    const operator = await findOperator(context)
    const user = await findUser(operator, name)
    const made = await operator.call('POST', `/users/${user.id}/reset-link`, linkSchema)
    const link = { ...made, url: operator.forOthers(made.url) }
    if (values.json) return asJson(link)
    return `${link.url}\n\nFor ${oneLine(user.username, 40)}, once, until ${formatTime(link.expiresAt)}.\n`
  },
}
