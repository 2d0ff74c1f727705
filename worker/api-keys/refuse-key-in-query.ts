import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../app-env.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { keyPrefix, readKeyText } from './key-text.ts'
import { markExposed } from './queries.ts'

/** Its callers cannot set headers; it says for itself whether it takes a key this way. */
const exempt = '/ws/recognize'

/**
 * Refuses a key in an address, where histories and logs keep it, whichever route it was sent to and
 * whatever the parameter is called; the key is marked as exposed, to be replaced.
 */
export const refuseKeyInQuery: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (c.req.path.replace(/\/+$/, '') !== exempt) {
    const { searchParams } = new URL(c.req.url)
    const keys = [...searchParams].flat().filter((text) => text.startsWith(keyPrefix))
    if (keys.length > 0) {
      const { deps } = c.var
      // One is enough to say so; more would let one request cause many writes.
      deps.defer(flag(deps, keys[0] ?? ''))
      throw new AppError('validation_failed', 'Send the key in a header, not in the address.')
    }
  }
  await next()
}

async function flag(deps: Pick<Deps, 'db' | 'now' | 'audit'>, key: string): Promise<void> {
  const named = readKeyText(key)
  if (named === null) return
  const exposed = await markExposed(deps.db, named, deps.now())
  if (!exposed) return
  const { id: subjectId, spaceId: chain } = exposed
  deps.audit.record({ chain, action: 'api_key.exposed', actorId: null, subjectId })
}
