import type { Me, MySpace } from '#contracts/accounts'
import type { SpaceId } from '#contracts/ids'

/** The space of that id if one is in it. The personal space is always there. */
export function spaceOf(me: Me, id: SpaceId): MySpace | null {
  const found = me.spaces.find((space) => space.id === id)
  return found ?? (id === me.personalSpaceId ? personalSpaceOf(me) : null)
}

export function personalSpaceOf(me: Me): MySpace {
  const found = me.spaces.find((space) => space.id === me.personalSpaceId)
  const { personalSpaceId: id, username: name } = me
  return found ?? { id, kind: 'personal', name, role: 'admin', isOwner: true }
}

/** What a space is called: its name, but a personal one, which nobody else is in, by what it is. */
export function spaceName({ kind, name }: Pick<MySpace, 'kind' | 'name'>): string {
  return kind === 'personal' ? 'Personal' : name
}
