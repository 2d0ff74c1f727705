import { z } from 'zod'
import { type Invite, inviteListSchema, limitHitListSchema } from '#contracts/admin'
import { inviteIdSchema } from '#contracts/ids'
import { type Command, UsageError } from './command.ts'
import { findOperator, type Operator } from './operator.ts'
import { formatTime, oneLine, printTable } from './print-table.ts'
import { asJson, readShape, readWords } from './read-words.ts'

/** All items of a list that comes in pages. */
async function everything<Item>(
  operator: Operator,
  path: string,
  shape: z.ZodType<{ items: Item[]; nextCursor: string | null }>,
  query: Record<string, string> = {},
): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  do {
    const asked: Record<string, string> = { limit: '200', ...query }
    if (cursor !== null) asked.cursor = cursor
    const page: { items: Item[]; nextCursor: string | null } = await operator.call(
      'GET',
      `${path}?${new URLSearchParams(asked)}`,
      shape,
    )
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return items
}

export const invitesCommand: Command = {
  name: 'invites',
  usage: '[revoke ID] [--all] [--json]',
  about: ['invites that are open, or all there were; a revoked one lets nobody in'],
  async run(args, context) {
    const { values, positionals } = readWords(args, {
      all: { type: 'boolean' },
      json: { type: 'boolean' },
    })
    const [verb, id, ...more] = positionals
    if (verb !== undefined) {
      if (verb !== 'revoke' || id === undefined || more.length > 0) {
        throw new UsageError('invites takes nothing, or "revoke" and an id.')
      }
      const path = `/invite-codes/${readShape(inviteIdSchema, id)}`
      await (await findOperator(context)).call('DELETE', path, z.null())
      return 'This invite lets nobody in any more.\n'
    }
    const operator = await findOperator(context)
    const query: Record<string, string> = values.all ? { all: 'true' } : {}
    const invites = await everything<Invite>(operator, '/invite-codes', inviteListSchema, query)
    if (values.json) return asJson(invites)
    if (invites.length === 0) return 'No invite is open.\n'
    const rows = invites.map((invite) => [
      oneLine(invite.note || invite.email || '—', 40),
      invite.state,
      `${invite.usesLeft} of ${invite.maxUses}`,
      formatTime(invite.expiresAt),
      invite.id,
    ])
    return `${printTable([['For', 'State', 'Left', 'Until', 'Id'], ...rows]).join('\n')}\n`
  },
}

export const limitsCommand: Command = {
  name: 'limits',
  usage: '[--json]',
  about: ['what was refused by limits, by hour, the latest first'],
  async run(args, context) {
    const { values } = readWords(args, { json: { type: 'boolean' } })
    const hits = await everything(
      await findOperator(context),
      '/rate-limit-hits',
      limitHitListSchema,
    )
    if (values.json) return asJson(hits)
    if (hits.length === 0) return 'Nothing was refused.\n'
    const rows = hits.map((hit) => [
      hit.class,
      oneLine(hit.subject, 40),
      String(hit.hits),
      formatTime(hit.lastAt),
    ])
    return `${printTable([['Limit', 'Whom', 'Refused', 'Last'], ...rows], [2]).join('\n')}\n`
  },
}
