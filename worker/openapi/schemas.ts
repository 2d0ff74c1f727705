import { z } from 'zod'
import { meSchema } from '#contracts/accounts'
import { tokenResponseSchema } from '#contracts/auth'
import { fileDetailSchema, fileViewSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import { imageViewSchema } from '#contracts/images'
import { problemSchema } from '#contracts/problem'
import { spaceViewSchema } from '#contracts/spaces'
import type { Answer, Operations } from './operation.ts'

export type JsonSchema = Record<string, unknown>

/** Shapes that stand in many answers, by the names that clients give them. */
const shared: [string, z.ZodType][] = [
  ['Problem', problemSchema],
  ['Me', meSchema],
  ['Tokens', tokenResponseSchema],
  ['File', fileViewSchema],
  ['FileDetail', fileDetailSchema],
  ['Folder', folderViewSchema],
  ['Space', spaceViewSchema],
  ['Image', imageViewSchema],
]

/** The JSON Schema (2020-12) of what a request may hold. */
export function questionSchema(schema: z.ZodType): JsonSchema {
  return plain(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
}

/**
 * The JSON Schemas of all answers by name, and the name of each. A shape has one name wherever it
 * stands: one of `shared`, or that of the first operation that answers it.
 */
export function answerSchemas(operations: Operations) {
  const registry = z.registry<{ id: string }>()
  const names = new Map<z.ZodType, string>()
  const add = (schema: z.ZodType, id: string) => {
    if (names.has(schema)) return
    names.set(schema, id)
    registry.add(schema, { id })
  }
  for (const [id, schema] of shared) add(schema, id)
  for (const { id, answers } of Object.values(operations)) {
    for (const [index, answer] of answers.entries()) {
      if (!('json' in answer) || answer.json === null) continue
      add(answer.json, `${id.charAt(0).toUpperCase()}${id.slice(1)}Answer${index || ''}`)
    }
  }
  const converted = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    unrepresentable: 'any',
    // Answers may come to say more than they do today.
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
    },
  })
  const schemas = Object.fromEntries(
    Object.entries(converted.schemas).map(([id, schema]) => [id, plain(schema)]),
  )
  const nameOf = (answer: Answer) =>
    'json' in answer && answer.json !== null ? (names.get(answer.json) ?? null) : null
  return { nameOf, schemas }
}

/** Without what says where a schema lies by itself: here it lies in the document. */
function plain({ $schema: _, $id: __, ...schema }: Record<string, unknown>): JsonSchema {
  return schema
}
