import './spaces.css'
import type { Me } from '#contracts/accounts'
import { spaceIdSchema } from '#contracts/ids'
import { SpaceList } from './space-list.tsx'
import { NoSuchSpace, SpacePage } from './space-page.tsx'

/** One's spaces at /spaces, and one of them with its members, keys and activity at /spaces/ID. */
export function SpacesPage({ me, path }: { me: Me; path: string }) {
  if (path === '/spaces') return <SpaceList />
  const id = spaceIdSchema.safeParse(path.slice('/spaces/'.length))
  return id.success ? <SpacePage key={id.data} id={id.data} me={me} /> : <NoSuchSpace />
}
