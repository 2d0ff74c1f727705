import type { SpaceId } from '#contracts/ids'
import { type Role, type SpaceView, spaceViewSchema } from '#contracts/spaces'
import type { TestUser } from './harness.ts'

/** A request with JSON, as the page makes it. */
export async function callAs(
  user: TestUser,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  return await user.fetch(path, {
    method,
    ...(body && {
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    }),
  })
}

/** A shared space of `owner` with these members. */
export async function aSharedSpace(
  owner: TestUser,
  members: [TestUser, Role][] = [],
): Promise<SpaceView> {
  const made = await callAs(owner, 'POST', '/api/spaces', { kind: 'shared', name: 'Ours' })
  const space = spaceViewSchema.parse(await made.json())
  for (const [{ username }, role] of members) {
    const added = await callAs(owner, 'POST', `/api/spaces/${space.id}/members`, { username, role })
    if (added.status !== 201) throw new Error(`adding a member answered ${added.status}`)
  }
  return space
}

export async function uploadTo(
  user: TestUser,
  spaceId: SpaceId,
  bytes: Uint8Array,
): Promise<Response> {
  return await user.fetch(`/api/files/upload?name=picture.jpg&space=${spaceId}`, {
    method: 'POST',
    headers: { 'Content-Length': String(bytes.length) },
    body: new Uint8Array(bytes),
  })
}
