import { createHash } from 'node:crypto'
import type { EnrolRequest, EnrolResponse, LinkSignature } from '#contracts/home-node'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { importLinkKey } from './link-key.ts'
import { insertHomeNode } from './queries.ts'

/** Takes a home node in, once for each join code; the same answer for a bad, used or foreign code. */
export async function joinHomeNode(
  deps: Pick<Deps, 'db' | 'config' | 'now' | 'log'>,
  request: EnrolRequest,
  signature: LinkSignature,
): Promise<EnrolResponse> {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  const joinCodeHash = hash(request.code)
  const expected = deps.config.homeJoinCode
  const known = expected !== null && joinCodeHash === hash(expected)
  if (!known || signature.key !== request.homeNodeId) throw refused()
  const joined = await insertHomeNode(deps.db, {
    id: request.homeNodeId,
    name: request.name,
    publicKey: request.publicKey,
    joinCodeHash,
    now: deps.now(),
  })
  if (!joined) throw refused()
  deps.log.info('home_node.joined', { homeNodeId: request.homeNodeId })
  const { publicKey } = await importLinkKey(deps.config.linkPrivateKey)
  return { homeNodeId: request.homeNodeId, workerPublicKey: publicKey }
}

function refused(): AppError {
  return new AppError(
    'not_found',
    'This join code is not valid, or a home node has used it already.',
  )
}
