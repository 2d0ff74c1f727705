import {
  type AccessRequestView,
  accessRequestListSchema,
  accessRequestQuerySchema,
  accessRequestViewSchema,
} from '#contracts/admin'
import { accessRequestIdSchema } from '#contracts/ids'
import { type Command, UsageError } from './command.ts'
import { findOperator, type Operator } from './operator.ts'
import { formatTime, oneLine, printTable } from './print-table.ts'
import { asJson, readShape, readWords } from './read-words.ts'

export const requestsCommand: Command = {
  name: 'requests',
  usage: '[approve ID | decline ID] [--state pending|approved|declined] [--json]',
  about: [
    'who asks for access; approving makes an invite for them,',
    'whose link it prints for you to send',
  ],
  async run(args, context) {
    const { values, positionals } = readWords(args, {
      json: { type: 'boolean' },
      state: { type: 'string' },
    })
    const [verb, id, ...more] = positionals
    if (verb === undefined) {
      const { state } = readShape(accessRequestQuerySchema, { state: values.state })
      const requests = await listAll(await findOperator(context), state)
      return values.json ? asJson(requests) : printRequests(requests, state)
    }
    if ((verb !== 'approve' && verb !== 'decline') || id === undefined || more.length > 0) {
      throw new UsageError('requests takes nothing, or "approve" or "decline" and an id.')
    }
    const path = `/access-requests/${readShape(accessRequestIdSchema, id)}/${verb}`
    const operator = await findOperator(context)
    const decided = seenByOthers(
      operator,
      await operator.call('POST', path, accessRequestViewSchema),
    )
    if (values.json) return asJson(decided)
    const whom = oneLine(decided.email, 80)
    if (decided.state === 'declined') return `${whom} is declined; nothing was sent.\n`
    return decided.inviteUrl === null
      ? `${whom} was approved before, and the invite is used or over.\n`
      : `${decided.inviteUrl}\n\nSend this link to ${whom}.\n`
  },
}

async function listAll(operator: Operator, state: string): Promise<AccessRequestView[]> {
  const requests: AccessRequestView[] = []
  let cursor: string | null = null
  do {
    const query = new URLSearchParams({ limit: '200', state, ...(cursor !== null && { cursor }) })
    const path = `/access-requests?${query}`
    const page: { items: AccessRequestView[]; nextCursor: string | null } = await operator.call(
      'GET',
      path,
      accessRequestListSchema,
    )
    requests.push(...page.items.map((request) => seenByOthers(operator, request)))
    cursor = page.nextCursor
  } while (cursor !== null)
  return requests
}

function seenByOthers(operator: Operator, request: AccessRequestView): AccessRequestView {
  return { ...request, inviteUrl: request.inviteUrl && operator.forOthers(request.inviteUrl) }
}

function printRequests(requests: AccessRequestView[], state: string): string {
  if (requests.length === 0) return `No request is ${state}.\n`
  const rows = requests.map((request) => [
    oneLine(request.email, 40),
    oneLine(request.username ?? '—', 24),
    formatTime(request.createdAt),
    request.id,
    oneLine(request.message, 60),
  ])
  const lines = printTable([['E-mail', 'Username', 'Asked', 'Id', 'Message'], ...rows])
  return `${lines.join('\n')}\n`
}
