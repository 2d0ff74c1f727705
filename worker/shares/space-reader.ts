import { newId } from '../ids.ts'
import { searchFiles } from '../search/search-files.ts'
import { type Actor, actorOf } from '../spaces/access.ts'
import type { ShareState } from './share-state.ts'
import { filesNamed, type ShownFile } from './visitor-queries.ts'

/** The most that a page of a search shows. */
const foundMax = 100

/** What a shared search finds now, the best first: in its space, and nowhere else. */
export async function filesFound(
  deps: Parameters<typeof searchFiles>[0],
  share: Pick<ShareState, 'spaceId' | 'query'>,
  host: string,
): Promise<ShownFile[]> {
  const { spaceId, query } = share
  if (query === null) return []
  const asked = { q: query, space: spaceId, limit: foundMax, typing: 'false' } as const
  const { items } = await searchFiles(deps, readerOf(spaceId), asked, host)
  return await filesNamed(
    deps.db,
    spaceId,
    items.map(({ file }) => file.id),
  )
}

/** Visitors read as a key would that is bound to the space and may read: no grants, no other spaces. */
function readerOf(spaceId: ShareState['spaceId']): Actor {
  const userId = newId('user', 0)
  const person = { userId, username: '', email: null, isAdmin: false }
  const storage = { usedBytes: 0, reservedBytes: 0, quotaBytes: 0 }
  const space = { spaceId, spaceName: '', spaceKind: 'shared', spaceOwnerId: userId } as const
  const row = { ...person, ...storage, ...space, role: 'viewer' } as const
  const scopes = new Set(['read'] as const)
  const actor = actorOf([row], { kind: 'key', name: 'share', apiKeyId: newId('apiKey', 0), scopes })
  if (!actor) throw new Error('a reader of one space is an actor')
  return actor
}
