import type { HomeNodeId } from '#contracts/ids'
import type { Deps } from './deps.ts'
import type { Actor } from './spaces/access.ts'

/** What middleware leaves for handlers. */
export interface AppEnv {
  Variables: {
    requestId: string
    deps: Deps
    /** Set by `requireUser`. */
    actor: Actor
    /** Set by `requireHomeNode`, with the body it checked the hash of. */
    homeNodeId: HomeNodeId
    signedBody: Uint8Array
  }
}
