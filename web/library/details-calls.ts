import type { FileId } from '#contracts/ids'
import type { EditFile } from '#contracts/metadata'
import { problemSchema } from '#contracts/problem'
import { ApiError } from '../api.ts'

export async function sendEdit(id: FileId, change: EditFile) {
  await send('PATCH', `/api/files/${id}`, change)
}

export async function putFavorite(id: FileId, isFavorite: boolean) {
  await send(isFavorite ? 'PUT' : 'DELETE', `/api/files/${id}/favorite`)
}

export async function putTags(id: FileId, tags: string[]) {
  await send('PUT', `/api/files/${id}/tags`, { tags })
}

async function send(method: string, path: string, body?: unknown) {
  const response = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError(0, 'offline', 'The vault cannot be reached. Check the connection.')
  })
  if (response.ok) return
  const problem = problemSchema.safeParse(await response.json().catch(() => null))
  if (problem.success) throw new ApiError(response.status, problem.data.code, problem.data.detail)
  throw new ApiError(response.status, 'internal', `The vault answered ${response.status}.`)
}
