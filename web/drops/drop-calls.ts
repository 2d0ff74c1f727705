import type { ChangeDrop, DropView, MakeDrop } from '#contracts/drops'
import type { DropId } from '#contracts/ids'
import { answer, api } from '../api.ts'

// What is done with drop links. Every call throws `ApiError` when it is refused.

const all = api.api.drops
const one = all[':dropId']

/** What a new one needs to be told; the rest has its usual value. */
type NewDrop = Pick<MakeDrop, 'folderId'> & Partial<MakeDrop>

export async function listDrops(): Promise<DropView[]> {
  return (await answer(all.$get())).items
}

export async function makeDrop(json: NewDrop): Promise<DropView> {
  return await answer(all.$post({ json }))
}

export async function changeDrop(dropId: DropId, json: ChangeDrop): Promise<DropView> {
  return await answer(one.$patch({ param: { dropId }, json }))
}

export async function setRevoked(dropId: DropId, isRevoked: boolean): Promise<DropView> {
  const param = { dropId }
  return await answer(isRevoked ? one.$delete({ param }) : one.restore.$post({ param }))
}

/** The whole address, as it is passed on. */
export function dropAddress({ slug }: Pick<DropView, 'slug'>): string {
  return new URL(`/s/d/${slug}`, location.href).href
}
