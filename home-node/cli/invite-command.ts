import { inviteSchema, makeInviteSchema } from '#contracts/admin'
import { type Command, UsageError } from './command.ts'
import { findOperator } from './operator.ts'
import { formatBytes, formatTime } from './print-table.ts'
import { asJson, readBytes, readShape, readWords } from './read-words.ts'

export const inviteCommand: Command = {
  name: 'invite',
  usage: '[--note TEXT] [--email ADDRESS] [--uses N] [--days N] [--quota 50GB] [--json]',
  about: [
    'makes a link by which somebody registers: for one person and a week,',
    'unless said else',
  ],
  async run(args, context) {
    const { values, positionals } = readWords(args, {
      note: { type: 'string' },
      email: { type: 'string' },
      uses: { type: 'string' },
      days: { type: 'string' },
      quota: { type: 'string' },
      json: { type: 'boolean' },
    })
    if (positionals.length > 0) throw new UsageError('invite takes options only.')
    const wanted = readShape(makeInviteSchema, {
      note: values.note,
      email: values.email,
      maxUses: values.uses === undefined ? undefined : Number(values.uses),
      expiresInDays: values.days === undefined ? undefined : Number(values.days),
      quotaBytes: values.quota === undefined ? undefined : readBytes(values.quota),
    })
    const operator = await findOperator(context)
    const made = await operator.call('POST', '/invite-codes', inviteSchema, wanted)
    const invite = { ...made, url: operator.forOthers(made.url) }
    if (values.json) return asJson(invite)
    const uses = invite.maxUses === 1 ? 'one person' : `${invite.maxUses} people`
    const whom = invite.email === null ? uses : `${uses}, by the address ${invite.email}`
    const room = invite.quotaBytes === null ? '' : `, with ${formatBytes(invite.quotaBytes)}`
    return `${invite.url}\n${invite.code}\n\nFor ${whom}${room}, until ${formatTime(invite.expiresAt)}.\n`
  },
}
