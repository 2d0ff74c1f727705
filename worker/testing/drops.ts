import { type DropView, dropViewSchema } from '#contracts/drops'
import type { Env } from '../env.ts'
import { request, type TestUser } from './harness.ts'
import { callAs } from './spaces.ts'

/** A drop link to a folder, with limits other than the usual if they are said. */
export async function aDrop(
  user: TestUser,
  folderId: string,
  limits: object = {},
): Promise<DropView> {
  const made = await callAs(user, 'POST', '/api/drops', { folderId, ...limits })
  if (made.status !== 201) throw new Error(`making a drop link answered ${await made.text()}`)
  return dropViewSchema.parse(await made.json())
}

/** A guest of a drop link, who has said their name: their page, and what they send. */
export interface TestGuest {
  page(): Promise<Response>
  send(bytes: Uint8Array, name: string): Promise<Response>
  /** What they sent, as the page lists it: where each can be taken back. */
  takeBackPaths(): Promise<string[]>
  post(path: string): Promise<Response>
}

export async function enterDrop(
  { slug }: Pick<DropView, 'slug'>,
  name: string,
  password?: string,
  bindings?: Env,
): Promise<TestGuest | Response> {
  const body = new URLSearchParams({ name, ...(password !== undefined && { password }) })
  const entered = await request(`/s/d/${slug}`, { method: 'POST', body: `${body}` }, bindings)
  if (entered.status !== 303) return entered
  const headers = { Cookie: entered.headers.get('Set-Cookie')?.split(';')[0] ?? '' }
  const page = () => request(`/s/d/${slug}`, { headers }, bindings)
  return {
    page,
    send: (bytes, fileName) => {
      const path = `/s/d/${slug}/files?name=${encodeURIComponent(fileName)}`
      const more = { ...headers, 'Content-Length': String(bytes.length) }
      const init = { method: 'POST', headers: more, body: new Uint8Array(bytes) }
      return request(path, init, bindings)
    },
    takeBackPaths: async () =>
      [...(await (await page()).text()).matchAll(/action="([^"]+\/take-back)"/g)].map(
        ([, path = '']) => path,
      ),
    post: (path) => request(path, { method: 'POST', headers }, bindings),
  }
}

/** The same, where the door is known to open. */
export async function aGuest(drop: DropView, name = 'Grandma', bindings?: Env): Promise<TestGuest> {
  const guest = await enterDrop(drop, name, undefined, bindings)
  if (guest instanceof Response) throw new Error(`the door answered ${guest.status}`)
  return guest
}
