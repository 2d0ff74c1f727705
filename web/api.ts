// Before all shapes, also where this file and they end up in a script of their own.
import './ui/zod-without-eval.ts'
import { hc } from 'hono/client'
import { type Problem, problemSchema } from '#contracts/problem'
import type { Api } from '../worker/app.ts'

// By its name: written out, the type of all routes is longer than the compiler puts down.
type Client = ReturnType<typeof hc<Api>>

/** The typed client: paths and shapes come from the Worker's routes. */
export const api: Client = hc<Api>('/')

/** A refusal of the API, with the sentence that a person may read; status 0 means it was not reached. */
export class ApiError extends Error {
  readonly status: number
  readonly code: Problem['code'] | 'offline'

  constructor(status: number, code: Problem['code'] | 'offline', detail: string) {
    super(detail)
    this.name = 'ApiError'
    this.status = status
    this.code = code
  }
}

interface JsonResponse<Body> {
  ok: boolean
  status: number
  json(): Promise<Body>
}

type Success<Response> = Response extends { ok: true; json(): Promise<infer Body> } ? Body : never

/** The body of a successful answer; throws `ApiError` for every other. */
export async function answer<Response extends JsonResponse<unknown>>(
  call: Promise<Response>,
): Promise<Success<Response>> {
  let response: Response
  try {
    response = await call
  } catch {
    throw offline()
  }
  const body = response.status === 204 ? null : await response.json().catch(() => null)
  if (!response.ok) throw toApiError(response.status, body)
  // The shape is the one that the Worker's own route was compiled with.
  return body as Success<Response>
}

/** The sentence to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof ApiError ? error.message : 'Something went wrong. Try again.'
}

let tellSignedOut = () => {}

/** `listener` runs whenever the vault says that nobody is signed in: the session has ended. */
export function onSignedOut(listener: () => void) {
  tellSignedOut = listener
}

/** What is thrown when the vault was not reached. */
export function offline(): ApiError {
  return new ApiError(0, 'offline', 'The vault cannot be reached. Check the connection.')
}

/** What is thrown for an answer that is a refusal; `body` is the problem that it told, if it did. */
export function toApiError(status: number, body: unknown): ApiError {
  const problem = problemSchema.safeParse(body)
  if (problem.success && problem.data.code === 'not_signed_in') tellSignedOut()
  if (problem.success) return new ApiError(status, problem.data.code, problem.data.detail)
  return new ApiError(status, 'internal', `The vault answered ${status}. Try again.`)
}
