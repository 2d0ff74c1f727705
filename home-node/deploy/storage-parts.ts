import { z } from 'zod'
import { DeployError } from './deploy-error.ts'
import type { Part } from './part.ts'
import type { Wanted } from './wanted.ts'

const databasesSchema = z.array(z.object({ uuid: z.string(), name: z.string() }))

/** The database's id, once it was found or made. */
export interface DatabaseId {
  current: string | null
}

export function databasePart({ database: name }: Wanted, id: DatabaseId): Part {
  return {
    kind: 'D1 database',
    name,
    look: async ({ api, path }) => {
      const found = await api.get(`${path}/d1/database?name=${name}`, databasesSchema)
      id.current = found.find((each) => each.name === name)?.uuid ?? null
      return { isThere: id.current !== null }
    },
    make: async ({ api, path }) => {
      const made = await api.post(`${path}/d1/database`, { name }, databasesSchema.element)
      id.current = made.uuid
    },
  }
}

export function bucketPart({ bucket: name }: Wanted): Part {
  return {
    kind: 'R2 bucket',
    name,
    look: async ({ api, path }) => ({
      isThere: (await api.find(`${path}/r2/buckets/${name}`, z.unknown())) !== null,
    }),
    make: async ({ api, path }) =>
      void (await api.post(`${path}/r2/buckets`, { name }, z.unknown())),
  }
}

const rulesSchema = z.object({
  rules: z
    .array(
      z.looseObject({
        enabled: z.boolean(),
        abortMultipartUploadsTransition: z.unknown().optional(),
      }),
    )
    .default([]),
})
/** Longer than an upload may rest (worker/uploads), shorter than anybody would pay for. */
const abortAfterSeconds = 7 * 86_400

/** Parts of uploads that broke off cost money until somebody removes them. Other rules stay. */
export function lifecyclePart({ bucket }: Wanted): Part {
  const address = `/r2/buckets/${bucket}/lifecycle`
  return {
    kind: 'R2 lifecycle',
    name: 'broken uploads end after 7 days',
    look: async ({ api, path }) => {
      const { rules } = (await api.find(path + address, rulesSchema)) ?? { rules: [] }
      const ends = rules.some((rule) => rule.enabled && rule.abortMultipartUploadsTransition)
      return { isThere: ends }
    },
    make: async ({ api, path }) => {
      const { rules } = await api.get(path + address, rulesSchema)
      const condition = { type: 'Age', maxAge: abortAfterSeconds }
      const rule = {
        id: 'End broken uploads',
        enabled: true,
        conditions: {},
        abortMultipartUploadsTransition: { condition },
      }
      await api.put(path + address, { rules: [...rules, rule] }, z.unknown())
    },
  }
}

const queuesSchema = z.array(z.object({ queue_name: z.string() }))

export function queuePart(name: string): Part {
  return {
    kind: 'Queue',
    name,
    look: async ({ api, path }) => {
      const found = await api.get(`${path}/queues?name=${name}`, queuesSchema)
      return { isThere: found.some((each) => each.queue_name === name) }
    },
    make: async ({ api, path }) =>
      void (await api.post(`${path}/queues`, { queue_name: name }, z.unknown())),
  }
}

type VectorIndex = NonNullable<Wanted['vectorIndex']>
const indexes = '/vectorize/v2/indexes'

export function vectorIndexPart({ name, dimensions }: VectorIndex): Part {
  const indexSchema = z.object({ config: z.object({ dimensions: z.number() }) })
  return {
    kind: 'Vectorize index',
    name,
    look: async ({ api, path }) => {
      const found = await api.find(`${path}${indexes}/${name}`, indexSchema)
      if (found !== null && found.config.dimensions !== dimensions) {
        throw new DeployError(
          `The Vectorize index ${name} has ${found.config.dimensions} dimensions, not ${dimensions}: delete it, or deploy under another --name.`,
        )
      }
      return { isThere: found !== null }
    },
    make: async ({ api, path }) => {
      const config = { dimensions, metric: 'cosine' }
      await api.post(`${path}${indexes}`, { name, config }, z.unknown())
    },
  }
}

/** Made before there is a vector: Vectorize filters only what came after. */
export function vectorMetadataPart({ name }: VectorIndex, property: string): Part {
  const address = `${indexes}/${name}/metadata_index`
  const listSchema = z.object({ metadataIndexes: z.array(z.object({ propertyName: z.string() })) })
  return {
    kind: 'Vectorize filter',
    name: property,
    look: async ({ api, path }) => {
      const list = await api.find(`${path}${address}/list`, listSchema)
      return {
        isThere: list?.metadataIndexes.some((each) => each.propertyName === property) ?? false,
      }
    },
    make: async ({ api, path }) => {
      const body = { propertyName: property, indexType: 'string' }
      await api.post(`${path}${address}/create`, body, z.unknown())
    },
  }
}
