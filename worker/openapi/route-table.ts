import type { ValidationTargets } from 'hono'
import type { RouterRoute } from 'hono/types'
import type { z } from 'zod'
import type { ApiKeyScope } from '#contracts/api-keys'
import { factOf, type RouteFact } from '../http/route-facts.ts'

export interface DescribedRoute {
  method: string
  /** As Hono has it: `/api/files/:id`. */
  path: string
  caller: 'anyone' | 'user' | 'key' | 'admin' | 'home node'
  scope: ApiKeyScope | null
  parts: { target: keyof ValidationTargets; schema: z.ZodType }[]
}

/**
 * The routes of an app with what their handlers ask for, each once, in the order they were made.
 * Middleware that was put before them counts as theirs.
 */
export function describeRoutes(routes: RouterRoute[]): DescribedRoute[] {
  const own = routes.filter(({ method }) => method !== 'ALL')
  const byName = Map.groupBy(own, ({ method, path }) => `${method} ${path}`)
  return [...byName.values()].flatMap((handlers) => {
    const [first] = handlers
    if (!first) return []
    const ahead = routes
      .slice(0, routes.indexOf(first))
      .filter(({ method, path }) => method === 'ALL' && stands(path, first.path))
    const facts = [...ahead, ...handlers].flatMap(({ handler }) => factOf(handler) ?? [])
    return [{ method: first.method, path: first.path, ...callerOf(facts), parts: partsOf(facts) }]
  })
}

/** Whether middleware at this pattern is passed on the way to a path. */
function stands(pattern: string, path: string): boolean {
  if (!pattern.endsWith('/*')) return pattern === path
  const start = pattern.slice(0, -2)
  return path === start || path.startsWith(`${start}/`)
}

function callerOf(facts: RouteFact[]): Pick<DescribedRoute, 'caller' | 'scope'> {
  const fact = facts.findLast(({ kind }) => kind === 'caller')
  if (fact?.kind !== 'caller') return { caller: 'anyone', scope: null }
  return fact.caller === 'key'
    ? { caller: 'key', scope: fact.scope }
    : { caller: fact.caller, scope: null }
}

function partsOf(facts: RouteFact[]): DescribedRoute['parts'] {
  return facts.flatMap((fact) =>
    fact.kind === 'part' ? [{ target: fact.target, schema: fact.schema }] : [],
  )
}
