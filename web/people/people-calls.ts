import type { PersonId, SpaceId } from '#contracts/ids'
import type { ChangePerson, FaceView, PersonView } from '#contracts/people'
import { answer, api } from '../api.ts'
import { pagedList } from '../ui/paged.ts'

const calls = api.api.spaces[':spaceId'].people

/** The people of a space, page by page. */
export function peopleList(spaceId: SpaceId, areHidden: boolean) {
  return pagedList<PersonView>((cursor) =>
    answer(
      calls.$get({
        param: { spaceId },
        query: { hidden: areHidden ? 'true' : 'false', ...(cursor && { cursor }) },
      }),
    ),
  )
}

/** The pictures of a person, the latest first. */
export function facesList(spaceId: SpaceId, personId: PersonId) {
  return pagedList<FaceView>((cursor) =>
    answer(
      calls[':personId'].faces.$get({
        param: { spaceId, personId },
        query: { ...(cursor && { cursor }) },
      }),
    ),
  )
}

export async function changePerson(spaceId: SpaceId, personId: PersonId, change: ChangePerson) {
  return await answer(calls[':personId'].$patch({ param: { spaceId, personId }, json: change }))
}

export async function mergePeople(spaceId: SpaceId, personId: PersonId, people: PersonId[]) {
  return await answer(
    calls[':personId'].merge.$post({ param: { spaceId, personId }, json: { people } }),
  )
}

export async function splitPerson(spaceId: SpaceId, person: PersonId, faces: FaceView['id'][]) {
  return await answer(
    calls[':personId'].split.$post({ param: { spaceId, personId: person }, json: { faces } }),
  )
}

export async function pairsToReview(spaceId: SpaceId) {
  return (await answer(calls.review.$get({ param: { spaceId } }))).items
}

export async function reviewPair(spaceId: SpaceId, one: PersonId, other: PersonId, same: boolean) {
  await answer(calls.review.$put({ param: { spaceId }, json: { one, other, same } }))
}

/** Whether faces are looked for in the space. */
export async function areFacesOn(spaceId: SpaceId): Promise<boolean> {
  const consent = api.api.spaces[':spaceId']['face-consent']
  return (await answer(consent.$get({ param: { spaceId } }))).isOn
}

export async function turnFacesOn(spaceId: SpaceId, text: string): Promise<void> {
  const consent = api.api.spaces[':spaceId']['face-consent']
  await answer(consent.$put({ param: { spaceId }, json: { text } }))
}
