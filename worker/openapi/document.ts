import type { RouterRoute } from 'hono/types'
import type { ProblemCode } from '#contracts/problem'
import { problemStatuses } from '../http/problem.ts'
import type { Answer, Operation } from './operation.ts'
import { operationGroups, operations } from './operations.ts'
import { problemMeanings } from './problems.ts'
import { type DescribedRoute, describeRoutes } from './route-table.ts'
import { answerSchemas, type JsonSchema, questionSchema } from './schemas.ts'
import { securityOf, securitySchemes } from './security.ts'

type Json = Record<string, unknown>

/**
 * The API as an OpenAPI 3.1 document, made from the routes themselves and from what `operations` says
 * of them. Routes without an entry are left out; a test finds them.
 */
export function apiDocument(routes: RouterRoute[], version: string): Json {
  const described = new Map(
    describeRoutes(routes).map((route) => [`${route.method} ${route.path}`, route]),
  )
  const { nameOf, schemas } = answerSchemas(operations)
  const paths: Record<string, Json> = {}
  for (const { name: tag, operations: group } of operationGroups) {
    for (const [name, operation] of Object.entries(group)) {
      const route = described.get(name)
      if (!route) continue
      const template = templateOf(route.path)
      const method = route.method.toLowerCase()
      paths[template] = {
        ...paths[template],
        [method]: { tags: [tag], ...describeOperation(route, operation, nameOf) },
      }
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'CloudVault',
      version,
      summary: 'Previews at the edge, originals at home, and proof of every copy.',
      description:
        'Every refusal is a problem of RFC 9457 (application/problem+json); `code` says which, `detail` says it to people. Lists come in pages by `cursor`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This vault' }],
    tags: operationGroups.map(({ name, says }) => ({ name, description: says })),
    paths,
    components: { schemas, securitySchemes },
  }
}

function describeOperation(
  route: DescribedRoute,
  operation: Operation,
  nameOf: (answer: Answer) => string | null,
): Json {
  const body = bodyOf(route, operation)
  return {
    operationId: operation.id,
    summary: operation.says,
    security: securityOf(route),
    ...(route.scope && { description: `A key needs the scope \`${route.scope}\`.` }),
    parameters: parametersOf(route),
    ...(body && { requestBody: body }),
    responses: {
      ...Object.fromEntries(
        operation.answers.map((answer) => [String(answer.status), response(answer, nameOf)]),
      ),
      ...problemsOf(refusalsOf(route, operation)),
    },
  }
}

function response(answer: Answer, nameOf: (answer: Answer) => string | null): Json {
  const description = descriptions[answer.status] ?? 'Done.'
  const name = nameOf(answer)
  if (name !== null) {
    const schema = { $ref: `#/components/schemas/${name}` }
    return { description, content: { 'application/json': { schema } } }
  }
  if ('bytes' in answer && answer.bytes !== null) {
    return { description, content: { [answer.bytes]: { schema: {} } } }
  }
  return { description }
}

const descriptions: Record<number, string> = {
  101: 'The connection becomes a WebSocket.',
  201: 'Made.',
  202: 'Received.',
  204: 'Done; there is nothing to say.',
  206: 'A part.',
  302: 'It is at another address.',
  304: 'What the caller has is still right.',
}

function parametersOf({ path, parts }: DescribedRoute): Json[] {
  const inPath = [...path.matchAll(/:(\w+)|\*/g)].map(
    ([all, name]) => name ?? all.replace('*', 'path'),
  )
  const schemaOfPath = parts.find(({ target }) => target === 'param')
  const known = schemaOfPath ? propertiesOf(questionSchema(schemaOfPath.schema)) : []
  const fromPath = inPath.map((name) => {
    const schema = known.find((property) => property.name === name)?.schema ?? { type: 'string' }
    return { name, in: 'path', required: true, schema }
  })
  const rest = parts.flatMap(({ target, schema }) => {
    if (target !== 'query' && target !== 'header') return []
    return propertiesOf(questionSchema(schema)).map(({ name, schema: shape, isRequired }) => {
      return { name, in: target, required: isRequired, schema: shape }
    })
  })
  return [...fromPath, ...rest]
}

function propertiesOf(
  schema: JsonSchema,
): { name: string; schema: unknown; isRequired: boolean }[] {
  const { properties, required, allOf } = schema
  const required_ = Array.isArray(required) ? required : []
  const own =
    typeof properties === 'object' && properties !== null
      ? Object.entries(properties).map(([name, shape]) => {
          return { name, schema: shape, isRequired: required_.includes(name) }
        })
      : []
  const joined = Array.isArray(allOf) ? allOf.flatMap((each: JsonSchema) => propertiesOf(each)) : []
  return [...own, ...joined]
}

function bodyOf({ parts }: DescribedRoute, { sends, example }: Operation): Json | null {
  const json = parts.find(({ target }) => target === 'json')
  const content: Record<string, Json> = {}
  if (json) {
    content['application/json'] = {
      schema: questionSchema(json.schema),
      ...(example && { example }),
    }
  }
  for (const [type, shape] of Object.entries(sends ?? {})) {
    content[type] = {
      schema: shape === 'bytes' ? {} : shape === 'form' ? formOfFiles : questionSchema(shape),
    }
  }
  return Object.keys(content).length === 0 ? null : { required: json !== undefined, content }
}

const formOfFiles = {
  type: 'object',
  additionalProperties: { type: 'string', contentMediaType: 'application/octet-stream' },
}

/** The error codes that follow from who may call and what is taken, and those that were named. */
function refusalsOf(route: DescribedRoute, { refuses = [] }: Operation): ProblemCode[] {
  const codes = new Set<ProblemCode>(refuses)
  if (route.parts.length > 0) codes.add('validation_failed')
  if (route.parts.some(({ target }) => target === 'json')) codes.add('too_large')
  if (route.caller !== 'anyone') codes.add('not_signed_in')
  if (route.caller === 'user' || route.caller === 'key') codes.add('forbidden')
  if (route.path.includes(':') || route.caller === 'admin') codes.add('not_found')
  codes.add('too_many_requests')
  codes.add('try_again')
  codes.add('internal')
  return [...codes]
}

function problemsOf(codes: ProblemCode[]): Json {
  const byStatus = Map.groupBy(codes, (code) => problemStatuses[code])
  return Object.fromEntries(
    [...byStatus].map(([status, each]) => [
      String(status),
      {
        description: each.map((code) => `\`${code}\`: ${problemMeanings[code]}`).join(' '),
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    ]),
  )
}

/** `/api/files/:id` as `/api/files/{id}`; a rest of a path is called `path`. */
function templateOf(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}').replace('*', '{path}')
}
