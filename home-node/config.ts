import { hostname } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { parseBytes } from './cli/parse-bytes.ts'

export interface DiskPlace {
  name: string
  /** Absolute path of the folder that is the disk. */
  path: string
}

export interface Config {
  /** Folder for the identity and the journal; not on a mirrored disk. */
  stateDir: string
  /** Origin of the Worker, without a trailing slash. */
  workerUrl: string
  disks: DiskPlace[]
  /** Loopback port to serve on; 0 takes a free one. */
  port: number
  joinCode: string | null
  /** How long a disk keeps what was purged, in days. */
  trashDays: number
  /** Every copy on a disk is read back again within so many days. */
  scrubDays: number
  /** Bytes a second that the mirror takes from the Worker at most; null: all it can get. */
  mirrorRate?: number | null
  /** When it copies; null: always. */
  mirrorHours?: { from: number; to: number } | null
  name: string
  /** Folder for the models that are fetched, and where they are fetched from. */
  modelsDir: string
  /** Origin of the hub, and perhaps a path, without a trailing slash. */
  modelHub: string
  accessToken: { clientId: string; clientSecret: string } | null
}

const absolutePath = (variable: string) =>
  z
    .string({ error: `${variable} is missing: it names a folder by its absolute path.` })
    .refine(isAbsolute, `${variable} must be an absolute path.`)

const workerUrlSchema = z
  .string({ error: 'CLOUDVAULT_WORKER_URL is missing: it is the address of the Worker.' })
  .transform((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : null
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
      context.addIssue('CLOUDVAULT_WORKER_URL must be an http or https address.')
      return z.NEVER
    }
    return url.origin
  })

const disksSchema = z
  .string({ error: 'CLOUDVAULT_DISKS is missing: it looks like 1tb=/path,8tb=/path.' })
  .transform((value, context) => {
    const places: DiskPlace[] = []
    for (const entry of value.split(',').filter((part) => part.trim() !== '')) {
      const cut = entry.indexOf('=')
      const name = entry.slice(0, Math.max(cut, 0)).trim()
      const path = entry.slice(cut + 1).trim()
      if (!/^[a-z0-9-]{1,60}$/.test(name) || !isAbsolute(path)) {
        context.addIssue(
          `CLOUDVAULT_DISKS: "${entry.trim()}" is not name=/absolute/path with a name of a-z, 0-9 and dashes.`,
        )
        return z.NEVER
      }
      if (places.some((place) => place.name === name || place.path === path)) {
        context.addIssue(`CLOUDVAULT_DISKS names "${name}" or its folder twice.`)
        return z.NEVER
      }
      places.push({ name, path })
    }
    if (places.length === 0) {
      context.addIssue('CLOUDVAULT_DISKS names no disk; it looks like 1tb=/path,8tb=/path.')
      return z.NEVER
    }
    return places
  })

const portSchema = z
  .string()
  .regex(/^\d{1,5}$/, 'CLOUDVAULT_PORT must be a port number, or 0 for a free one.')
  .transform(Number)
  .refine((port) => port <= 65_535, 'CLOUDVAULT_PORT must be at most 65535.')

const trashDaysSchema = z
  .string()
  .regex(/^\d{1,4}$/, 'CLOUDVAULT_TRASH_DAYS must be a number of days.')
  .transform(Number)
  .refine((days) => days <= 3_650, 'CLOUDVAULT_TRASH_DAYS must be at most 3650.')

const scrubDaysSchema = z
  .string()
  .regex(/^\d{1,3}$/, 'CLOUDVAULT_SCRUB_DAYS must be a number of days.')
  .transform(Number)
  .refine((days) => days >= 1 && days <= 365, 'CLOUDVAULT_SCRUB_DAYS must be from 1 to 365.')

/** Where models come from unless it is said otherwise. */
export const usualModelHub = 'https://huggingface.co'

const mirrorRateSchema = z.string().transform((value, context) => {
  const bytes = parseBytes(value)
  if (bytes === null || bytes < 10_000) {
    context.addIssue('CLOUDVAULT_MIRROR_RATE must be a size a second, such as 20MB.')
    return z.NEVER
  }
  return bytes
})

const mirrorHoursSchema = z
  .string()
  .regex(
    /^([01]?\d|2[0-3])-([01]?\d|2[0-3])$/,
    'CLOUDVAULT_MIRROR_HOURS must be two hours of the day, such as 22-7.',
  )
  .transform((value) => {
    const [from = 0, to = 0] = value.split('-').map(Number)
    return { from, to }
  })

const modelHubSchema = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    context.addIssue('CLOUDVAULT_MODEL_HUB must be an http or https address.')
    return z.NEVER
  }
  return url.origin + url.pathname.replace(/\/+$/, '')
})

const envSchema = z
  .object({
    CLOUDVAULT_STATE: absolutePath('CLOUDVAULT_STATE'),
    CLOUDVAULT_WORKER_URL: workerUrlSchema,
    CLOUDVAULT_DISKS: disksSchema,
    CLOUDVAULT_PORT: portSchema.default(0),
    CLOUDVAULT_TRASH_DAYS: trashDaysSchema.default(7),
    CLOUDVAULT_SCRUB_DAYS: scrubDaysSchema.default(30),
    CLOUDVAULT_MIRROR_RATE: mirrorRateSchema.optional(),
    CLOUDVAULT_MIRROR_HOURS: mirrorHoursSchema.optional(),
    CLOUDVAULT_JOIN_CODE: z.string().min(16, 'CLOUDVAULT_JOIN_CODE is too short.').optional(),
    CLOUDVAULT_NAME: z.string().trim().min(1).max(60).optional(),
    CLOUDVAULT_MODELS: absolutePath('CLOUDVAULT_MODELS').optional(),
    CLOUDVAULT_MODEL_HUB: modelHubSchema.default(usualModelHub),
    CLOUDVAULT_ACCESS_CLIENT_ID: z.string().min(1).optional(),
    CLOUDVAULT_ACCESS_CLIENT_SECRET: z.string().min(1).optional(),
  })
  .refine(
    (env) =>
      (env.CLOUDVAULT_ACCESS_CLIENT_ID === undefined) ===
      (env.CLOUDVAULT_ACCESS_CLIENT_SECRET === undefined),
    'CLOUDVAULT_ACCESS_CLIENT_ID and CLOUDVAULT_ACCESS_CLIENT_SECRET go together.',
  )

/** A setting is missing or wrong; `message` is one sentence for the person who set it. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** The home node's settings. Empty variables count as absent. Throws `ConfigError`. */
export function parseEnv(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = envSchema.safeParse(given)
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues[0]?.message ?? 'The settings cannot be read.')
  }
  const value = parsed.data
  const clientId = value.CLOUDVAULT_ACCESS_CLIENT_ID
  const clientSecret = value.CLOUDVAULT_ACCESS_CLIENT_SECRET
  return {
    stateDir: value.CLOUDVAULT_STATE,
    workerUrl: value.CLOUDVAULT_WORKER_URL,
    disks: value.CLOUDVAULT_DISKS,
    port: value.CLOUDVAULT_PORT,
    trashDays: value.CLOUDVAULT_TRASH_DAYS,
    scrubDays: value.CLOUDVAULT_SCRUB_DAYS,
    mirrorRate: value.CLOUDVAULT_MIRROR_RATE ?? null,
    mirrorHours: value.CLOUDVAULT_MIRROR_HOURS ?? null,
    joinCode: value.CLOUDVAULT_JOIN_CODE ?? null,
    name: value.CLOUDVAULT_NAME ?? (hostname().slice(0, 60) || 'home'),
    modelsDir: value.CLOUDVAULT_MODELS ?? join(value.CLOUDVAULT_STATE, 'models'),
    modelHub: value.CLOUDVAULT_MODEL_HUB,
    accessToken: clientId && clientSecret ? { clientId, clientSecret } : null,
  }
}
