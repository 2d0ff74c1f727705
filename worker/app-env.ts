import type { HomeNodeId, UserId } from '#contracts/ids'
import type { Deps } from './deps.ts'
import type { OrganizationRow } from './face/organization-queries.ts'
import type { Actor } from './spaces/access.ts'

/** What middleware leaves for handlers. */
export interface AppEnv {
  Variables: {
    requestId: string
    deps: Deps
    /** Set by `requireUser` and `requireActor`. */
    actor: Actor
    /** Set by `requireAdmin`: whom the audit names. */
    adminId: UserId | 'operator'
    /** Set by `requireOrganization`: the one of the address. */
    organization: OrganizationRow
    /** Set by `requireHomeNode`, with the body it checked the hash of. */
    homeNodeId: HomeNodeId
    signedBody: Uint8Array
  }
}
