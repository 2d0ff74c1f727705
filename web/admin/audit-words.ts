import type { AuditAction, AuditDetails, AuditEntry } from '#contracts/audit'
import { roleSchema } from '#contracts/spaces'
import { formatBytes } from '../ui/format.ts'

export type NamedEntry = AuditEntry & {
  actorName: string | null
  subjectName: string | null
}

/** The actions that can be asked for, by what they are about, with the words of the list. */
export const actionGroups: readonly { name: string; actions: readonly AuditAction[] }[] = [
  {
    name: 'Accounts',
    actions: [
      'account.created',
      'account.disabled',
      'account.enabled',
      'account.deleted',
      'account.restored',
      'account.exported',
      'account.purged',
      'admin.changed',
      'quota.changed',
      'quota.drift',
    ],
  },
  {
    name: 'Signing in',
    actions: [
      'login.succeeded',
      'login.failed',
      'session.opened_by_operator',
      'session.ended',
      'sessions.ended_everywhere',
      'token.reused',
      'password.changed',
      'password.reset_link_made',
      'password.reset',
      'second_factor.added',
      'second_factor.removed',
      'second_factor.failed',
    ],
  },
  {
    name: 'Invites',
    actions: [
      'invite.made',
      'invite.revoked',
      'access.requested',
      'access.approved',
      'access.declined',
    ],
  },
  {
    name: 'Spaces',
    actions: [
      'space.made',
      'space.renamed',
      'space.transferred',
      'space.exported',
      'space.trashed',
      'space.restored',
      'space.purged',
      'member.added',
      'member.role_changed',
      'member.removed',
      'api_key.made',
      'api_key.revoked',
      'api_key.exposed',
      'webhook.made',
      'webhook.changed',
      'webhook.paused',
      'webhook.secret_changed',
      'webhook.removed',
    ],
  },
  {
    name: 'Files',
    actions: [
      'original.downloaded',
      'file.trashed',
      'file.restored',
      'file.purged',
      'file.published',
      'file.unpublished',
      'tags.merged',
      'tags.deleted',
      'labels.changed',
      'folder.trashed',
      'folder.restored',
      'removals.allowed',
      'jobs.retried',
      'grant.made',
      'grant.changed',
      'grant.revoked',
      'share.made',
      'share.changed',
      'share.revoked',
      'share.restored',
      'drop.made',
      'drop.changed',
      'drop.revoked',
      'drop.restored',
    ],
  },
  {
    name: 'Models',
    actions: ['model.fetched', 'model.fetch_cancelled', 'model.chosen'],
  },
  {
    name: 'Faces',
    actions: [
      ...(['consent.recorded', 'consent.withdrawn'] as const),
      ...(['organization.made', 'organization.changed'] as const),
      ...(['organization.exported', 'organization.erased'] as const),
      ...(['subject.registered', 'subject.renamed', 'subject.erased'] as const),
    ],
  },
]

/** `quota changed`: an action without who and whom, for a list of them. */
export function actionName(action: AuditAction): string {
  const words = action.replace('api_key', 'API key').replace('.', ' ').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Who did it: a name, or what it was when it was no person that is still here. */
export function actorWords({ actorId, actorName }: NamedEntry): string {
  if (actorName !== null) return actorName
  if (actorId === null) return 'Somebody unknown'
  if (actorId === 'system') return 'The vault'
  if (actorId === 'operator') return 'The operator'
  if (actorId.startsWith('key_')) return 'An API key'
  if (actorId.startsWith('hom_')) return 'A home node'
  return 'Somebody who is gone'
}

/** The rest of the sentence that begins with who did it. */
export function happeningWords(entry: NamedEntry): string {
  const { details, subjectId, actorId } = entry
  const isSelf = subjectId !== null && subjectId === actorId
  const whom = entry.subjectName ?? 'somebody'
  switch (entry.action) {
    case 'account.created':
      return isSelf ? 'made an account' : `made an account for ${whom}`
    case 'account.disabled':
      return `disabled ${whom}`
    case 'account.enabled':
      return `enabled ${whom}`
    case 'account.deleted':
      return `deleted ${whom}`
    case 'account.restored':
      return `restored ${whom}`
    case 'account.exported':
      return `exported the pictures of ${whom}`
    case 'account.purged':
      return 'deleted an account for good'
    case 'admin.changed':
      return details.isAdmin === true ? `made ${whom} an admin` : `took admin away from ${whom}`
    case 'quota.changed':
      return `set the quota of ${whom} to ${bytesOf(details, 'to')}, from ${bytesOf(details, 'from')}`
    case 'quota.drift':
      return `found the figures of ${whom} off by ${bytesOf(details, 'driftBytes')}`
    case 'login.succeeded':
      return `signed in${typeof details.device === 'string' ? ` with ${details.device}` : ''}`
    case 'login.failed':
      return subjectId === null ? 'failed to sign in' : `failed to sign in as ${whom}`
    case 'session.opened_by_operator':
      return `opened a session of ${whom} for an import`
    case 'session.ended':
      return 'ended a session'
    case 'sessions.ended_everywhere':
      return 'signed out everywhere'
    case 'token.reused':
      return 'used a session that had been renewed already, so it was ended'
    case 'password.changed':
      return 'changed their password'
    case 'password.reset_link_made':
      return `made a password link for ${whom}`
    case 'password.reset':
      return 'set a new password with a link'
    case 'invite.made':
      return `made an invite for ${details.maxUses === 1 ? 'one person' : `${details.maxUses} people`}`
    case 'invite.revoked':
      return 'revoked an invite'
    case 'access.requested':
      return 'asked for access'
    case 'access.approved':
      return 'approved a request for access'
    case 'access.declined':
      return 'declined a request for access'
    case 'space.made':
      return 'made a space'
    case 'space.exported':
      return 'exported a space'
    case 'space.trashed':
      return 'moved a space to the trash'
    case 'space.restored':
      return 'took a space back from the trash'
    case 'member.added':
      return `added ${whom} to a space${roleWords(details.role)}`
    case 'member.removed':
      return isSelf ? 'left a space' : `removed ${whom} from a space`
    case 'api_key.made':
      return 'made an API key'
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
      return 'downloaded an original'
    case 'file.published':
      return details.shows === 'original' ? 'made an original public' : 'made a preview public'
    case 'file.unpublished':
      return 'made a file private again'
    case 'tags.merged':
      return 'renamed or merged tags'
    case 'tags.deleted':
      return 'deleted tags'
    case 'labels.changed':
      return 'changed the labels that are looked for'
    case 'consent.recorded':
      return 'recorded a consent to look for faces'
    case 'consent.withdrawn':
      return 'withdrew the consent to look for faces'
    case 'organization.made':
      return 'made an organization for the face API'
    case 'organization.changed':
      return 'changed an organization of the face API'
    case 'organization.exported':
      return 'exported an organization of the face API'
    case 'organization.erased':
      return 'erased an organization with all its faces'
    case 'subject.registered':
      return 'registered faces of somebody'
    case 'subject.renamed':
      return 'renamed somebody whose face is known'
    case 'subject.erased':
      return 'erased all faces of somebody'
    case 'model.fetched':
      return `had a model fetched${modelWords(details)}`
    case 'model.fetch_cancelled':
      return `stopped fetching a model${modelWords(details)}`
    case 'model.chosen':
      return `chose another model for searching${modelWords(details)}`
    default:
      return `· ${actionName(entry.action).toLowerCase()}`
  }
}

function modelWords({ model }: AuditDetails): string {
  return typeof model === 'string' ? `: ${model}` : ''
}

function bytesOf(details: AuditDetails, name: string): string {
  const bytes = details[name]
  return typeof bytes === 'number' ? formatBytes(Math.abs(bytes)) : 'an unknown size'
}

function roleWords(role: unknown): string {
  const known = roleSchema.safeParse(role)
  return known.success ? ` as ${known.data}` : ''
}
