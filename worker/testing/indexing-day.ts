import { uploadOutcomeSchema } from '#contracts/files'
import type { Env } from '../env.ts'
import { aUser, origin, request } from './harness.ts'
import { aHomeNode, type TestHomeNode } from './home-node.ts'
import { aFinding, leaseAll, makePreviews } from './indexing.ts'
import { jpegLike } from './pictures.ts'

/** All that has to do with what engines find, so that each of its statements is seen. */
export async function indexingDay(bindings: Env): Promise<void> {
  const admin = await aUser({ isAdmin: true })
  const node = boundTo(await aHomeNode(), bindings)
  const call = async (method: string, path: string, body?: Uint8Array) => {
    const headers = {
      ...{ Cookie: admin.cookie, Origin: origin },
      'Content-Length': `${body?.length ?? 0}`,
    }
    const init = { method, headers, ...(body && { body: new Uint8Array(body) }) }
    return await request(path, init, bindings)
  }
  await leaseAll(node, 'index-file')
  const fileIds: string[] = []
  for (const text of ['one to look at', 'another to look at', 'a third to look at']) {
    const uploaded = await call('POST', '/api/files/upload?name=a.jpg', jpegLike(text))
    fileIds.push(uploadOutcomeSchema.parse(await uploaded.json()).file.id)
  }
  await makePreviews(node)
  await (await node.fetch('POST', '/api/home/renditions/batch', { fileIds })).arrayBuffer()
  const [one, ...others] = await leaseAll(node, 'index-file')
  await node.fetch('POST', `/api/home/jobs/${one?.id}/found`, aFinding())
  for (const { id } of others) {
    const failure = { note: 'The engine stopped.', retryable: false }
    await node.fetch('POST', `/api/home/jobs/${id}/failed`, failure)
  }
  await call('GET', `/api/files/${one?.fileId}`)
  await call('GET', '/api/admin/indexing')
  const page = await (await call('GET', '/api/admin/indexing/failures?limit=1')).json<{
    nextCursor: string
  }>()
  await call('GET', `/api/admin/indexing/failures?limit=1&cursor=${page.nextCursor}`)
  await call('POST', '/api/admin/indexing/retry')
  await call('POST', '/api/admin/indexing/again')
}

/** The same node, whose requests run with these bindings. */
export function boundTo(node: TestHomeNode, bindings: Env): TestHomeNode {
  return {
    ...node,
    async fetch(method, target, body) {
      const bytes =
        body instanceof Uint8Array ? body : body && new TextEncoder().encode(JSON.stringify(body))
      const headers = await node.headers(method, target, bytes)
      const init = { method, headers, ...(bytes && { body: new Uint8Array(bytes) }) }
      return await request(origin + target, init, bindings)
    },
  }
}
