import { signal } from '@preact/signals'
import type { z } from 'zod'
import { problemSchema } from '#contracts/problem'
import { ApiError, offline, toApiError } from '../api.ts'
import { type Body, curlOf } from './curl.ts'

/** A call that this page made, as anybody can make it again. Kept until the page is left. */
export interface MadeCall {
  number: number
  title: string
  curl: string
  /** Null while it is under way, 0 when the vault was not reached. */
  status: number | null
  tookMs: number
  /** What was answered, shortened; pictures and descriptors are not shown. */
  answer: string
}

/** The latest first. */
export const calls = signal<readonly MadeCall[]>([])
const callsMax = 40

/** The key that calls are made with instead of the session: told once, and only known to this page. */
export const heldKey = signal<{ name: string; organization: string; text: string } | null>(null)

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  body?: Body
  /** A key without the scope `admin` opens it too. */
  takesKey?: boolean
}

/** Makes a call, shows it in the list of calls, and answers what it was answered. Throws `ApiError`. */
export async function ask<Schema extends z.ZodType>(
  call: Call,
  schema: Schema,
): Promise<z.infer<Schema>> {
  return schema.parse(await (await send(call, 'json')).json())
}

/** The same for an answer without a body. */
export async function tell(call: Call): Promise<void> {
  await send(call, 'text')
}

/** The same for an answer that is a file. */
export async function fetchBlob(call: Call): Promise<Blob> {
  return await (await send(call, 'none')).blob()
}

let counted = 0

async function send(call: Call, shows: 'json' | 'text' | 'none'): Promise<Response> {
  const key = call.takesKey === true ? heldKey.value : null
  const { method, path, body } = call
  counted += 1
  const made: MadeCall = {
    ...{ number: counted, title: `${method} ${path}`, status: null, tookMs: 0, answer: '' },
    curl: curlOf(location.origin, call, call.takesKey === true ? '$KEY' : '$TOKEN'),
  }
  const note = (change: Partial<MadeCall>) => {
    const before = calls.value.filter(({ number }) => number !== made.number)
    const all = [{ ...made, ...change }, ...before].sort((one, two) => two.number - one.number)
    calls.value = all.slice(0, callsMax)
  }
  note({})
  const startedAt = performance.now()
  const took = () => Math.round(performance.now() - startedAt)
  const response = await fetch(path, {
    method,
    credentials: key ? 'omit' : 'same-origin',
    headers: {
      ...(key && { 'X-API-Key': key.text }),
      ...(body?.kind === 'json' && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: body.kind === 'json' ? JSON.stringify(body.value) : formOf(body.fields) }),
  }).catch(() => null)
  if (response === null) {
    note({ status: 0, tookMs: took(), answer: 'The vault was not reached.' })
    throw offline()
  }
  const { status, ok } = response
  const text = shows === 'none' && ok ? '' : await response.clone().text()
  note({ status, tookMs: took(), answer: shortened(text) })
  if (ok) return response
  throw refusalOf(status, text, key !== null)
}

function formOf(fields: readonly (readonly [string, string | File])[]): FormData {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  return form
}

/** A key that ended says nothing about the session: it must not look signed out. */
function refusalOf(status: number, text: string, isByKey: boolean): ApiError {
  const said = jsonOf(text)
  const problem = problemSchema.safeParse(said)
  if (!isByKey || !problem.success) return toApiError(status, said)
  return new ApiError(status, problem.data.code, problem.data.detail)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const shownMax = 4_000

/** JSON on lines of its own, without what is long and says nothing to a reader, nor a key. */
function shortened(text: string): string {
  const value = jsonOf(text)
  const shown = value === null ? text : JSON.stringify(value, shortValue, 2)
  return shown.length > shownMax ? `${shown.slice(0, shownMax)}\n…` : shown
}

function shortValue(name: string, value: unknown): unknown {
  if (name === 'api_key') return '(shown once, above)'
  if (name === 'landmarks' && Array.isArray(value) && value.length > 0) return '(68 points)'
  return typeof value === 'string' && value.length > 200 ? `${value.slice(0, 40)}…` : value
}
