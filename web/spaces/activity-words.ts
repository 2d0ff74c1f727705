import type { AuditAction } from '#contracts/audit'
import { type Role, roleSchema } from '#contracts/spaces'
import type { ActivityEntry } from './calls.ts'
import { count, roleNames } from './words.ts'

/** What happened, once or several times after each other by the same hand. */
export interface Happening {
  /** The newest entry of them. */
  entry: ActivityEntry
  times: number
}

/** What comes in rows: each alone says little. */
const countable = new Set<AuditAction>([
  'original.downloaded',
  'file.trashed',
  'file.restored',
  'file.purged',
])

/** Newest first, as they come; files that one did the same to become one line. */
export function groupEntries(entries: readonly ActivityEntry[]): Happening[] {
  const groups: Happening[] = []
  for (const entry of entries) {
    const last = groups.at(-1)
    const isSame =
      last?.entry.action === entry.action &&
      last.entry.actorId === entry.actorId &&
      countable.has(entry.action)
    if (last && isSame) last.times++
    else groups.push({ entry, times: 1 })
  }
  return groups
}

/** Who did it: a name, or what it was when it was no person that is still here. */
export function actorOf({ actorId, actorName }: ActivityEntry): string {
  if (actorName !== null) return actorName
  if (actorId === null) return 'Somebody unknown'
  if (actorId === 'system') return 'The vault'
  if (actorId === 'operator') return 'The operator'
  if (actorId.startsWith('key_')) return 'An API key'
  return 'Somebody who is gone'
}

/** The rest of the sentence that begins with who did it. `nameOf` knows the members of the space. */
export function happeningText(
  { entry, times }: Happening,
  nameOf: (userId: string) => string | null,
): string {
  const { details } = entry
  const isSelf = entry.subjectId === entry.actorId
  const subject = (entry.subjectId && nameOf(entry.subjectId)) ?? 'somebody'
  const files = count(times, 'file')
  switch (entry.action) {
    case 'space.made':
      return 'made this space'
    case 'space.renamed':
      return 'renamed this space'
    case 'space.transferred':
      return `gave this space to ${nameOf(String(details.to)) ?? 'somebody'}`
    case 'space.trashed':
      return 'moved this space to the trash'
    case 'space.restored':
      return 'took this space back from the trash'
    case 'member.added':
      return `added ${subject} as ${roleOf(details.role)}`
    case 'member.removed':
      return isSelf ? 'left this space' : `removed ${subject}`
    case 'member.role_changed':
      return `changed the role of ${isSelf ? 'themselves' : subject} from ${roleOf(details.from)} to ${roleOf(details.to)}`
    case 'api_key.made':
      return `made an API key for ${String(details.scopes ?? 'nothing').replaceAll(',', ', ')}`
    case 'api_key.revoked':
      return 'revoked an API key'
    case 'api_key.exposed':
      return 'sent an API key in an address'
    case 'webhook.made':
      return 'made a webhook'
    case 'webhook.changed':
      return 'changed a webhook'
    case 'webhook.paused':
      return 'paused a webhook'
    case 'webhook.secret_changed':
      return 'gave a webhook a new secret'
    case 'webhook.removed':
      return 'removed a webhook'
    case 'original.downloaded':
      return times === 1 ? 'downloaded an original' : `downloaded ${times} originals`
    case 'file.trashed':
      return `moved ${files} to the trash`
    case 'file.restored':
      return `took ${files} back from the trash`
    case 'file.purged':
      return `deleted ${files} for good`
    default:
      return entry.action.replace('.', ': ').replaceAll('_', ' ')
  }
}

function roleOf(role: unknown): string {
  const known = roleSchema.safeParse(role)
  return known.success ? roleNames[known.data satisfies Role].toLowerCase() : 'a member'
}
