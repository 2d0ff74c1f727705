import type { ValidationTargets } from 'hono'
import type { z } from 'zod'
import type { ApiKeyScope } from '#contracts/api-keys'

/** What a handler asks of a request: one part of it in a shape, or that somebody makes it. */
export type RouteFact =
  | { kind: 'part'; target: keyof ValidationTargets; schema: z.ZodType }
  | { kind: 'caller'; caller: 'user' | 'admin' | 'home node' }
  | { kind: 'caller'; caller: 'key'; scope: ApiKeyScope }

const facts = new WeakMap<object, RouteFact>()

/** Keeps beside a handler what it asks for, so that the API is described by its own routes. */
export function withFact<Handler extends object>(handler: Handler, fact: RouteFact): Handler {
  facts.set(handler, fact)
  return handler
}

export function factOf(handler: object): RouteFact | undefined {
  return facts.get(handler)
}
