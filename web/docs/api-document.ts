import { z } from 'zod'

/** JSON Schema as far as the page reads it. */
export interface Shape {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Shape>
  required?: string[]
  items?: Shape
  enum?: unknown[]
  const?: unknown
  anyOf?: Shape[]
  oneOf?: Shape[]
  allOf?: Shape[]
  format?: string
  default?: unknown
  minimum?: number
  maximum?: number
  maxLength?: number
  additionalProperties?: Shape | boolean
}

const shapeSchema: z.ZodType<Shape> = z.looseObject({})

const contentSchema = z.record(
  z.string(),
  z.object({ schema: shapeSchema.default({}), example: z.unknown().optional() }),
)

const parameterSchema = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean(),
  schema: shapeSchema,
})

const operationSchema = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.unknown())),
  parameters: z.array(parameterSchema),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z.record(
    z.string(),
    z.object({ description: z.string(), content: contentSchema.optional() }),
  ),
})

/** The part of the API document that the page shows. */
export const apiDocumentSchema = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), shapeSchema) }),
})
export type ApiDocument = z.infer<typeof apiDocumentSchema>

export type Operation = z.infer<typeof operationSchema> & { method: string; path: string }

/** All operations under the names of their groups, both in the document's order. */
export function groupsOf({ paths }: ApiDocument): Map<string, Operation[]> {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      return { ...operation, method: method.toUpperCase(), path }
    }),
  )
  return Map.groupBy(all, ({ tags }) => tags[0] ?? '')
}

/** Whether every word stands somewhere in what is said of the operation. */
export function isAbout(operation: Operation, words: string): boolean {
  const { method, path, summary, operationId } = operation
  const text = `${method} ${path} ${summary} ${operationId}`.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** The body that is offered to be sent: the document's example, or the names of what it must have. */
export function sampleBody(operation: Operation): string | null {
  const json = operation.requestBody?.content['application/json']
  if (!json) return null
  return JSON.stringify(json.example ?? sampleOf(json.schema), null, 2)
}

function sampleOf(shape: Shape): unknown {
  if (shape.const !== undefined) return shape.const
  if (shape.default !== undefined) return shape.default
  if (shape.enum) return shape.enum[0]
  const other = shape.anyOf?.[0] ?? shape.oneOf?.[0]
  if (other) return sampleOf(other)
  const type = Array.isArray(shape.type) ? shape.type[0] : shape.type
  if (type === 'array') return []
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number') return shape.minimum ?? 0
  if (type === 'string') return ''
  const needed = shape.required ?? []
  return Object.fromEntries(
    Object.entries(shape.properties ?? {})
      .filter(([name]) => needed.includes(name))
      .map(([name, each]) => [name, sampleOf(each)]),
  )
}

/** The address with what was typed for its parameters. */
export function addressOf(operation: Operation, values: Record<string, string>): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? ''
    // The rest of a path keeps its slashes.
    return name === 'path' ? value : encodeURIComponent(value)
  })
  const query = new URLSearchParams()
  for (const { name, in: place } of operation.parameters) {
    const value = values[name]
    if (place === 'query' && value) query.set(name, value)
  }
  return query.size > 0 ? `${path}?${query}` : path
}

/** The same request for a shell, with a token to be filled in. */
export function curlOf(operation: Operation, address: string, body: string | null): string {
  const parts = [`curl -X ${operation.method} '${location.origin}${address}'`]
  if (operation.security.length > 0) parts.push(`-H "Authorization: Bearer $TOKEN"`)
  if (body !== null) {
    parts.push(`-H 'Content-Type: application/json'`, `-d '${body.replaceAll("'", `'\\''`)}'`)
  }
  return parts.join(' \\\n  ')
}
