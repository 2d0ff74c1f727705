import type { Env } from '../env.ts'

/*
 * What Cloudflare refuses and the emulator takes. Every binding of the tests is wrapped in these, so
 * that whatever passes here does not fail there. The figures are Cloudflare's, read in October 2026.
 */

const statementBytesMax = 100_000
const boundParametersMax = 100
/** Of one text, blob or row. */
const rowBytesMax = 2_000_000
const keyBytesMax = 1_024
/** The emulator's own limit, and the lower one: Cloudflare takes 8,192. */
const metadataBytesMax = 2_048
const partNumberMax = 10_000
const messageBytesMax = 128_000
const batchBytesMax = 256_000
const batchMessagesMax = 100
const sameKeyMs = 1_000
const pbkdf2RoundsMax = 100_000

/** Thrown where production would have refused; no test expects one of a binding's own use. */
export class ProductionLimit extends Error {
  override name = 'ProductionLimit'
}

function refuse(isTooMuch: boolean, words: string): void {
  if (isTooMuch) throw new ProductionLimit(words)
}

/** On the bindings themselves: files share a Worker, and each evaluates this module anew. */
const mark = Symbol.for('cloudvault.production-limits')

export function holdsProductionLimits(env: Env): boolean {
  return Reflect.has(env, mark)
}

/** Puts the wrapped bindings in the place of the emulator's. Once a Worker. */
export function holdProductionLimits(env: Env): void {
  Reflect.set(env, mark, true)
  env.DB = limitDatabase(env.DB)
  env.JOBS = limitQueue(env.JOBS)
  env.WEBHOOKS = limitQueue(env.WEBHOOKS)
  limitPbkdf2(crypto.subtle)
}

const limited = new WeakMap<Env, Env>()

/**
 * The same bindings with R2's limits, as what is under test gets them. Tests themselves write to the
 * bucket as they like: they break objects on purpose.
 */
export function withBucketLimits(env: Env): Env {
  const known = limited.get(env) ?? { ...env, BUCKET: limitBucket(env.BUCKET) }
  limited.set(env, known)
  return known
}

/** D1 with its limits: length of statements, number and size of what is bound. */
export function limitDatabase(database: D1Database): D1Database {
  return new Proxy(database, {
    get(target, property) {
      if (property === 'prepare') {
        return (sql: string) => {
          const bytes = Buffer.byteLength(sql)
          refuse(bytes > statementBytesMax, `D1: a statement of ${bytes} bytes`)
          return limitStatement(target.prepare(sql), sql)
        }
      }
      return methodOf(target, property)
    },
  })
}

function limitStatement(prepared: D1PreparedStatement, sql: string): D1PreparedStatement {
  const isWrite = /^\s*(insert|update|replace)\b/i.test(sql)
  return new Proxy(prepared, {
    get(target, property) {
      if (property !== 'bind') return methodOf(target, property)
      return (...values: unknown[]) => {
        refuse(values.length > boundParametersMax, `D1: ${values.length} bound parameters`)
        const sizes = values.map(bytesOf)
        refuse(Math.max(0, ...sizes) > rowBytesMax, 'D1: a value over 2 MB')
        // What is bound to one write may all be of one row.
        const all = sizes.reduce((sum, bytes) => sum + bytes, 0)
        refuse(isWrite && all > rowBytesMax, `D1: a write of ${all} bytes: ${sql.slice(0, 80)}`)
        return target.bind(...values)
      }
    },
  })
}

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength
  return Array.isArray(value) ? value.length : 8
}

/**
 * R2 with its limits: keys, their Unicode form, metadata, parts of multipart uploads, and one write
 * at a time and a second of a key (what is written again within a second is refused with 429). Only
 * what a test has lost or broken since, on purpose, may be.
 */
export function limitBucket(bucket: R2Bucket): R2Bucket {
  const written = new Map<string, { time: number; etag: string | null }>()
  const checkKey = (key: string) => {
    refuse(Buffer.byteLength(key) > keyBytesMax, `R2: a key of ${Buffer.byteLength(key)} bytes`)
    refuse(key.normalize('NFC') !== key, 'R2: a key that production writes in another form')
  }
  const checkWrite = async (key: string, options?: { customMetadata?: Record<string, string> }) => {
    checkKey(key)
    const metadata = Object.entries(options?.customMetadata ?? {})
      .flat()
      .join('')
    refuse(Buffer.byteLength(metadata) > metadataBytesMax, 'R2: too much custom metadata')
    const last = written.get(key)
    const time = Date.now()
    const isSoon = last !== undefined && time - last.time < sameKeyMs
    const isAgain = isSoon && (await bucket.head(key))?.etag === last.etag
    refuse(isAgain, `R2: 429, a key written twice within a second: ${key}`)
  }
  const note = (key: string, etag: string | null) => written.set(key, { time: Date.now(), etag })
  return new Proxy(bucket, {
    get(target, property) {
      if (property === 'put') {
        return async (...args: Parameters<R2Bucket['put']>) => {
          const [key, body, options] = args
          try {
            await checkWrite(key, options)
          } catch (error) {
            // As R2 does it: whoever pipes into the body hears that nobody takes it.
            if (body instanceof ReadableStream) await body.cancel(error)
            throw error
          }
          const stored = await target.put(...args)
          if (stored !== null) note(key, stored.etag)
          return stored
        }
      }
      if (property === 'createMultipartUpload') {
        return async (...args: Parameters<R2Bucket['createMultipartUpload']>) => {
          await checkWrite(...args)
          note(args[0], null)
          return limitParts(await target.createMultipartUpload(...args))
        }
      }
      if (property === 'resumeMultipartUpload') {
        return (...args: Parameters<R2Bucket['resumeMultipartUpload']>) =>
          limitParts(target.resumeMultipartUpload(...args))
      }
      return methodOf(target, property)
    },
  })
}

/** That parts have one size of at least 5 MiB the emulator asks for itself. */
function limitParts(upload: R2MultipartUpload): R2MultipartUpload {
  return new Proxy(upload, {
    get(target, property) {
      if (property !== 'uploadPart') return methodOf(target, property)
      return async (...args: Parameters<R2MultipartUpload['uploadPart']>) => {
        refuse(args[0] > partNumberMax, `R2: part ${args[0]}`)
        return await target.uploadPart(...args)
      }
    },
  })
}

/** Queues with their limits: bytes of a message, messages and bytes of a batch. */
export function limitQueue<Message>(queue: Queue<Message>): Queue<Message> {
  const check = (bodies: unknown[]) => {
    const sizes = bodies.map((body) => Buffer.byteLength(JSON.stringify(body)))
    refuse(Math.max(0, ...sizes) > messageBytesMax, 'Queues: a message over 128 KB')
    refuse(sizes.length > batchMessagesMax, `Queues: a batch of ${sizes.length} messages`)
    const all = sizes.reduce((sum, bytes) => sum + bytes, 0)
    refuse(all > batchBytesMax, `Queues: a batch of ${all} bytes`)
  }
  return new Proxy(queue, {
    get(target, property) {
      if (property === 'send') {
        return async (...args: Parameters<Queue<Message>['send']>) => {
          check([args[0]])
          return await target.send(...args)
        }
      }
      if (property === 'sendBatch') {
        return async (...args: Parameters<Queue<Message>['sendBatch']>) => {
          check([...args[0]].map(({ body }) => body))
          return await target.sendBatch(...args)
        }
      }
      return methodOf(target, property)
    },
  })
}

function limitPbkdf2(subtle: SubtleCrypto): void {
  for (const name of ['deriveBits', 'deriveKey'] as const) {
    const native = subtle[name].bind(subtle)
    Object.defineProperty(subtle, name, {
      configurable: true,
      value: async (...args: unknown[]) => {
        const rounds: unknown = Reflect.get(Object(args[0]), 'iterations')
        refuse(Number(rounds ?? 0) > pbkdf2RoundsMax, `PBKDF2: ${rounds} iterations`)
        return await Reflect.apply(native, subtle, args)
      },
    })
  }
}

function methodOf(target: object, property: string | symbol): unknown {
  const value: unknown = Reflect.get(target, property)
  return typeof value === 'function' ? value.bind(target) : value
}
