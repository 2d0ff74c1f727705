import type { z } from 'zod'
import { offline, toApiError } from '../api.ts'

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  json?: unknown
  body?: Blob
  signal?: AbortSignal
}

/**
 * Asks the vault at a path below /api and reads what it answers by `schema`. Throws `ApiError` with the
 * vault's own sentence, or one that says that it was not reached.
 */
export async function call<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  { method = 'GET', json, body, signal }: Call = {},
): Promise<z.infer<Schema>> {
  const response = await fetch(`/api${path}`, {
    method,
    ...(json !== undefined && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(json),
    }),
    ...(body && { headers: { 'Content-Type': body.type }, body }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    throw signal?.aborted ? error : offline()
  })
  const told: unknown = response.status === 204 ? null : await response.json().catch(() => null)
  if (!response.ok) throw toApiError(response.status, told)
  return schema.parse(told)
}

/** `?a=1&b=2` of what is there, or nothing. */
export function queryOf(parts: Record<string, string | null | undefined>): string {
  const given = Object.entries(parts).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}
