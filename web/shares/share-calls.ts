import type { ShareId } from '#contracts/ids'
import type { ChangeShare, MakeShare, ShareView } from '#contracts/shares'
import { answer, api } from '../api.ts'

// What is done with links. Every call throws `ApiError` when it is refused.

const all = api.api.shares
const one = all[':shareId']

/** What a new link needs to be told; the rest has its usual value. */
export type NewLink = Pick<MakeShare, 'of'> & Partial<MakeShare>

export async function listLinks(): Promise<ShareView[]> {
  return (await answer(all.$get())).items
}

export async function makeLink(json: NewLink): Promise<ShareView> {
  return await answer(all.$post({ json }))
}

export async function changeLink(shareId: ShareId, json: ChangeShare): Promise<ShareView> {
  return await answer(one.$patch({ param: { shareId }, json }))
}

export async function revokeLink(shareId: ShareId): Promise<ShareView> {
  return await answer(one.$delete({ param: { shareId } }))
}

export async function restoreLink(shareId: ShareId): Promise<ShareView> {
  return await answer(one.restore.$post({ param: { shareId } }))
}

/** The whole address, as it is passed on. */
export function addressOf({ slug }: Pick<ShareView, 'slug'>): string {
  return new URL(`/s/${slug}`, location.href).href
}
