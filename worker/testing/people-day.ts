import { uploadOutcomeSchema } from '#contracts/files'
import { facesPageSchema, peoplePageSchema } from '#contracts/people'
import type { Env } from '../env.ts'
import { aFaceSeen, facesSeen, findFaces, lookOf, turnFacesOn } from './faces.ts'
import { aUser, origin, request } from './harness.ts'
import { aHomeNode } from './home-node.ts'
import { makePreviews } from './indexing.ts'
import { boundTo } from './indexing-day.ts'
import { jpegLike } from './pictures.ts'

/** A day of people: faces found and found again, people listed, named, merged, split and reviewed. */
export async function peopleDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const node = boundTo(await aHomeNode(), bindings)
  const call = async (method: string, path: string, body?: object) => {
    const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await request(`/api/spaces/${user.spaceId}/people${path}`, init, bindings)
  }
  await turnFacesOn(user)
  const faces = facesSeen(aFaceSeen(lookOf(1)), aFaceSeen(lookOf(2)), aFaceSeen(lookOf(3)))
  for (const view of [0, 1]) {
    const uploaded = await user.upload(jpegLike(`people ${view} ${crypto.randomUUID()}`), 'a.jpg')
    uploadOutcomeSchema.parse(await uploaded.json())
  }
  await makePreviews(node)
  await findFaces(node, () => faces)
  const { items } = peoplePageSchema.parse(await (await call('GET', '?limit=2')).json())
  const [one, other] = items
  await call('GET', `?limit=2&cursor=${encodeURIComponent(`2 ${other?.id}`)}`)
  const page = await call('GET', `/${one?.id}/faces?limit=1`)
  const { items: seen, nextCursor } = facesPageSchema.parse(await page.json())
  await call('GET', `/${one?.id}/faces?cursor=${encodeURIComponent(nextCursor ?? '')}`)
  await call('PATCH', `/${one?.id}`, { name: 'Ana', coverFaceId: seen[0]?.id })
  await call('POST', `/${one?.id}/split`, { faces: [seen[0]?.id] })
  await call('GET', '/review')
  await call('PUT', '/review', { one: one?.id, other: other?.id, same: false })
  await call('POST', `/${one?.id}/merge`, { people: [other?.id] })
}
