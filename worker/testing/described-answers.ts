import { z } from 'zod'
import type { Operation } from '../openapi/operation.ts'
import { operations } from '../openapi/operations.ts'

const matchers = Object.entries(operations).map(([route, operation]) => {
  const [method = '', path = ''] = route.split(' ')
  const pattern = path.replace(/:\w+/g, '[^/]+').replace('*', '.*')
  // A path that is spelled out stands before one with a parameter.
  const parameters = path.split(/[:*]/).length
  return { method, pattern: new RegExp(`^${pattern}/?$`), parameters, operation }
})
matchers.sort((one, other) => one.parameters - other.parameters)

/** What the API document says of a request; null for one of no route. */
export function operationAt(method: string, path: string): Operation | null {
  const asked = method === 'HEAD' ? 'GET' : method
  const found = matchers.find((each) => each.method === asked && each.pattern.test(path))
  return found?.operation ?? null
}

/** What an answer that is no refusal has otherwise than the document says, or null. */
export async function differenceFrom(
  operation: Operation,
  answer: Response,
): Promise<string | null> {
  const described = operation.answers.find(({ status }) => status === answer.status)
  if (!described || !('json' in described) || described.json === null) {
    await answer.body?.cancel()
    return described ? null : `answered ${answer.status}`
  }
  if (answer.headers.get('Content-Type')?.startsWith('application/json') !== true) {
    await answer.body?.cancel()
    return 'answered no JSON'
  }
  const parsed = described.json.safeParse(await answer.json())
  return parsed.success ? null : z.prettifyError(parsed.error)
}
