import { z } from 'zod'
import type { JobMessage, WebhooksMessage } from '#contracts/jobs'
import { type TransformEngineChoice, transformEngineChoices } from '#contracts/transforms'
import { type VectorIndexKind, vectorIndexKinds } from '#contracts/vectors'
import type { AuditChain } from './audit/audit-chain.ts'
import type { FaceSpace } from './face/face-space.ts'
import type { FaceStream } from './face/face-stream.ts'
import type { HomeLink } from './home-nodes/home-link.ts'
import type { WorkersAi } from './inference/workers-ai.ts'
import { type LimitRules, rateLimitsSchema } from './limits/classes.ts'
import type { RateLimiter } from './limits/rate-limiter.ts'
import type { SpaceRoom } from './live/space-room.ts'
import type { VaultMeters } from './operations/vault-meters.ts'
import type { GenerationLane } from './studio/generations/generation-lane.ts'
import type { CanvasRoom } from './studio/room/canvas-room.ts'
import { type StudioSettings, studioVariables, toStudioSettings } from './studio/studio-settings.ts'
import type { TransformFiguresObject } from './transforms/figures/transform-figures.ts'
import type { TransformTurn } from './transforms/transform-turn.ts'
import type { UploadLane } from './uploads/upload-lane.ts'
import type { VectorSpace } from './vectors/vector-space.ts'

/** What wrangler.toml binds and what the secrets hold, before it is checked. */
export interface Env {
  /** D1: the truth for everything but bytes. */
  DB: D1Database
  /** R2: originals on their way home, and all renditions. */
  BUCKET: R2Bucket
  /** Wakes whoever runs jobs; the jobs themselves are in D1. */
  JOBS: Queue<JobMessage>
  /** Wakes whoever delivers webhooks: what is due is in D1 as well. */
  WEBHOOKS: Queue<WebhooksMessage>
  /** One room a space: pushes live events to open pages. */
  SPACE_ROOM: DurableObjectNamespace<SpaceRoom>
  /** One room a canvas: keeps what lies on it, and its open pages up to date. */
  CANVAS_ROOM: DurableObjectNamespace<CanvasRoom>
  /** Seen nonces and wake sockets of the home nodes. */
  HOME_LINK: DurableObjectNamespace<HomeLink>
  /** Counts what must be counted exactly, one object for each subject of each class. */
  RATE_LIMITER: DurableObjectNamespace<RateLimiter>
  /** One resumable upload each: takes its bytes, one request at a time. */
  UPLOAD_LANE: DurableObjectNamespace<UploadLane>
  /** Adds up how pictures are asked for and made. */
  TRANSFORM_FIGURES: DurableObjectNamespace<TransformFiguresObject>
  /** One picture that is being made, so that only one does. */
  TRANSFORM_TURN: DurableObjectNamespace<TransformTurn>
  /** Writes the audit, one object a chain. */
  AUDIT_CHAIN: DurableObjectNamespace<AuditChain>
  /** Searches vectors, one object for each part of a space and model. */
  VECTOR_SPACE: DurableObjectNamespace<VectorSpace>
  /** Compares faces, one object an organization; in memory only. */
  FACE_SPACE: DurableObjectNamespace<FaceSpace>
  /** One connection that recognizes faces, each its own object. */
  FACE_STREAM: DurableObjectNamespace<FaceStream>
  /** Adds up requests, answers and what is paid for. */
  VAULT_METERS: DurableObjectNamespace<VaultMeters>
  /** Makes the pictures of one canvas, one object each. */
  GENERATION_LANE: DurableObjectNamespace<GenerationLane>
  /** The generous limits, counted at the edge. */
  PAGE_LIMIT: RateLimit
  MEDIA_LIMIT: RateLimit
  UPLOAD_LIMIT: RateLimit
  API_LIMIT: RateLimit
  /** The built web app. */
  ASSETS: Fetcher
  /** Vectorize, where `VECTOR_INDEX=vectorize`. Not on one machine: it cannot be emulated. */
  VECTORIZE?: Vectorize
  /** Cloudflare Images. Not on one machine: its emulator leaves out silently what it cannot do. */
  IMAGES?: Pick<ImagesBinding, 'input' | 'info'>
  /** Workers AI, asked where `EDGE_FINDINGS=on`. Not on one machine: it cannot be emulated. */
  AI?: WorkersAi
  /** Connects to public addresses only. Where it is not bound, the platform sees to that. */
  OUTSIDE?: Fetcher
  [variable: string]: unknown
}

const base64UrlBytes = (length?: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'not base64url')
    .transform((text) => Uint8Array.from(Buffer.from(text, 'base64url')))
    .refine((bytes) => length === undefined || bytes.length === length, `not ${length} bytes`)

const byteCount = (fallback: number) =>
  z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).default(fallback)

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true')

const keyRing = z.string().transform((text, context) => {
  const keys = text.split(',').map((pair) => {
    const [kid = '', secret = ''] = pair.trim().split(':')
    return { kid, secret: Uint8Array.from(Buffer.from(secret, 'base64url')) }
  })
  const sound = keys.every(({ kid, secret }) => /^[a-z0-9]{1,8}$/.test(kid) && secret.length === 32)
  const first = keys[0]
  if (!sound || first === undefined || new Set(keys.map(({ kid }) => kid)).size !== keys.length) {
    context.addIssue({
      code: 'custom',
      message: 'not a list of kid:base64url32 with distinct ids',
    })
    return z.NEVER
  }
  return { signing: first, all: keys }
})

const originsSchema = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((part) => part.trim()))
  .transform((parts) => new Set(parts.filter((part) => part !== '')))
  .refine((origins) => [...origins].every(isOrigin), 'not a list of origins')

const variablesSchema = z.object({
  /** Mixed into every password before it is hashed; 32 bytes, base64url. */
  PASSWORD_PEPPER: base64UrlBytes(32),
  /** `kid:base64url32` pairs, comma-separated: the first signs, all of them verify. */
  MEDIA_KEYS: keyRing,
  /** The same for access tokens (HS256): add a new pair in front, drop the old one an hour later. */
  JWT_KEYS: keyRing,
  /** Minutes until an access token ends. */
  ACCESS_TOKEN_MINUTES: z.coerce.number().int().min(1).max(60).default(15),
  /** Opens the admin routes to the command line; whoever has it administers the vault. */
  OPERATOR_TOKEN: z.string().min(43).optional(),
  /** Lets anyone register without an invite. */
  REGISTRATION_OPEN: flag,
  /** How long a key may still work somewhere after it was revoked, in seconds. */
  API_KEY_CACHE_SECONDS: z.coerce.number().int().min(0).max(3_600).default(60),
  /** The same for keys of the face API, for which revoking does not wait until it is over. */
  FACE_KEY_CACHE_SECONDS: z.coerce.number().int().min(0).max(86_400).default(300),
  /** Whether /ws/recognize takes a key in its address, as older callers send it. */
  WS_QUERY_TOKEN: z
    .enum(['true', 'false'])
    .default('true')
    .transform((text) => text === 'true'),
  /** The public half of the recovery key (`age1…`), for which snapshots are sealed; empty: none are made. */
  RECOVERY_RECIPIENT: z
    .string()
    .regex(/^(age1[a-z0-9]{58})?$/, 'not an age recipient')
    .default('')
    .transform((text) => (text === '' ? null : text)),
  /** How much of R2 is read back again each day, the longest not read first; 0: nothing. */
  R2_SCRUB_BYTES_PER_DAY: z.coerce.number().int().min(0).default(10_000_000_000),
  /** How many bytes of originals R2 keeps at most; empty: all of them. Previews are not counted. */
  R2_BUDGET_BYTES: z
    .string()
    .regex(/^\d{0,16}$/, 'not a number of bytes')
    .default('')
    .transform((text) => (text === '' ? null : Number(text))),
  /** Only copies at home that were read back within so many days let an original leave R2. */
  R2_TIER_VERIFIED_DAYS: z.coerce.number().int().min(1).max(365).default(45),
  /** Whether renditions count on the quota, besides originals. */
  QUOTA_COUNTS_RENDITIONS: flag,
  /** Whether pictures are made by presets and signed addresses alone. */
  TRANSFORMS_STRICT: flag,
  /**
   * Who makes pictures: the home node, Cloudflare Images what it can (`edge`), or (`auto`) the home
   * node where that is nearer and Cloudflare what it does just as well.
   */
  TRANSFORM_ENGINE: z.enum(transformEngineChoices).default('auto'),
  /** Ed25519 private key (PKCS#8 DER, base64url) with which the Worker signs calls to home nodes. */
  LINK_PRIVATE_KEY: base64UrlBytes(),
  /** Opens /setup while there is no admin. */
  SETUP_TOKEN: z.string().min(22).optional(),
  /** Lets one home node join without an admin's code: the one that the same start brings up. */
  HOME_JOIN_CODE: z.string().min(22).optional(),
  /** Where the Worker reaches the home node: loopback, a tunnel's host name, or nothing. */
  HOME_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Service token for a tunnel behind Cloudflare Access. */
  HOME_ACCESS_CLIENT_ID: z.string().min(1).optional(),
  HOME_ACCESS_CLIENT_SECRET: z.string().min(1).optional(),
  /** Largest body of one upload request. Cloudflare's edge refuses more than 100 MB. */
  UPLOAD_BODY_MAX_BYTES: byteCount(95_000_000),
  /** Largest picture that `/api/images` takes. It is held whole, so there is an end to it. */
  IMAGE_API_MAX_BYTES: z.coerce.number().int().min(1).max(24_000_000).default(10_000_000),
  /** Size of the parts of a resumable upload. R2 takes none below 5 MiB, and 10,000 of them. */
  UPLOAD_PART_BYTES: z.coerce.number().int().min(5_242_880).max(95_000_000).default(16_777_216),
  /** What a new user may keep. */
  DEFAULT_QUOTA_BYTES: byteCount(5_000_000_000),
  /** Exact limits other than the usual: `class=limit/seconds`, comma-separated. */
  RATE_LIMITS: rateLimitsSchema,
  /** Pages of other origins that may call the API with a token: origins, comma-separated. */
  CORS_ORIGINS: originsSchema,
  /** Origins that may be asked although they are plain HTTP or private: for development, comma-separated. */
  OUTBOUND_ALLOWED_ORIGINS: originsSchema,
  /** DNS over HTTPS, in its JSON form: looks up hosts of addresses that somebody gave. */
  OUTBOUND_RESOLVER: z
    .url({ protocol: /^https?$/ })
    .default('https://cloudflare-dns.com/dns-query'),
  /** Who searches vectors: Durable Objects, exactly, or Vectorize, which needs its binding. */
  VECTOR_INDEX: z.enum(vectorIndexKinds).default('durable'),
  /** The dimensions of Vectorize's index; models of others are searched by Durable Objects. */
  VECTORIZE_DIMENSIONS: z.coerce.number().int().min(1).max(1_536).default(512),
  /** How many vectors one Durable Object searches: of 512 dimensions, 100,000 take about 70 MB. */
  VECTORS_PER_PART: z.coerce.number().int().min(1).max(100_000).default(100_000),
  /** Whether Workers AI looks at pictures while no home node is connected. It costs money. */
  EDGE_FINDINGS: z.enum(['off', 'on']).default('off'),
  /** How often Workers AI may be asked in a day (UTC); a picture takes three calls, a new search one. */
  EDGE_CALLS_PER_DAY: z.coerce.number().int().min(0).max(1_000_000).default(1_000),
  ...studioVariables,
  /** The plan of the account, whose limits are shown beside what is used; none: no account. */
  PLAN: z
    .enum(['none', 'free', 'paid'])
    .default('none')
    .transform((name) => (name === 'none' ? null : name)),
  /** Where alerts are posted, as ntfy takes them: https://ntfy.sh/a-topic-nobody-guesses. Empty: nowhere. */
  ALERT_URL: z
    .union([z.url({ protocol: /^https?$/ }), z.literal('')])
    .default('')
    .transform((text) => (text === '' ? null : text)),
  /** Sent along as a bearer token. */
  ALERT_TOKEN: z
    .string()
    .max(500)
    .default('')
    .transform((text) => (text === '' ? null : text)),
  /** Whether `cloudvault demo` may fill a library with generated pictures. */
  DEMO_ROUTES: flag,
})

/** Exactly as a browser writes it in `Origin`: no path, no slash at the end, no default port. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text
}

/** The names of everything that can be set. */
export const variableNames = Object.keys(variablesSchema.shape)

/** The first key signs, all of them verify. */
export interface KeyRing {
  signing: { kid: string; secret: Uint8Array }
  all: { kid: string; secret: Uint8Array }[]
}

export interface Config {
  passwordPepper: Uint8Array
  mediaKeys: KeyRing
  jwtKeys: KeyRing
  accessTokenMs: number
  operatorToken: string | null
  recoveryRecipient: string | null
  r2ScrubBytesPerDay: number
  r2BudgetBytes: number | null
  tierVerifiedMs: number
  registrationOpen: boolean
  apiKeyCacheMs: number
  faceKeyCacheMs: number
  wsQueryToken: boolean
  quotaCountsRenditions: boolean
  transformsStrict: boolean
  transformEngine: TransformEngineChoice
  linkPrivateKey: Uint8Array
  setupToken: string | null
  homeJoinCode: string | null
  homeUrl: string | null
  homeAccess: { clientId: string; clientSecret: string } | null
  uploadBodyMaxBytes: number
  imageApiMaxBytes: number
  uploadPartBytes: number
  defaultQuotaBytes: number
  limitRules: LimitRules
  corsOrigins: ReadonlySet<string>
  outboundAllowedOrigins: ReadonlySet<string>
  outboundResolver: string
  vectorIndex: VectorIndexKind
  vectorizeDimensions: number
  vectorsPerPart: number
  /** Turned on, and Workers AI bound. */
  edgeFindings: boolean
  edgeCallsPerDay: number
  plan: 'free' | 'paid' | null
  alertUrl: string | null
  alertToken: string | null
  demoRoutes: boolean
  studio: StudioSettings
}

/** Checks the environment once, at every door. Throws with the names of what is wrong, never the values. */
export function parseEnv(env: Env): Config {
  const parsed = variablesSchema.safeParse(env)
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The Worker's configuration is not usable: ${names.join('; ')}`)
  }
  const vars = parsed.data
  const [accessId, accessSecret] = [vars.HOME_ACCESS_CLIENT_ID, vars.HOME_ACCESS_CLIENT_SECRET]
  if ((accessId === undefined) !== (accessSecret === undefined)) {
    throw new Error(
      "The Worker's configuration is not usable: HOME_ACCESS_CLIENT_ID and HOME_ACCESS_CLIENT_SECRET go together",
    )
  }
  if (vars.VECTOR_INDEX === 'vectorize' && env.VECTORIZE === undefined) {
    throw new Error(
      "The Worker's configuration is not usable: VECTOR_INDEX=vectorize needs the binding VECTORIZE",
    )
  }
  if (vars.TRANSFORM_ENGINE === 'edge' && env.IMAGES === undefined) {
    throw new Error(
      "The Worker's configuration is not usable: TRANSFORM_ENGINE=edge needs the binding IMAGES",
    )
  }
  return {
    passwordPepper: vars.PASSWORD_PEPPER,
    mediaKeys: vars.MEDIA_KEYS,
    jwtKeys: vars.JWT_KEYS,
    accessTokenMs: vars.ACCESS_TOKEN_MINUTES * 60_000,
    operatorToken: vars.OPERATOR_TOKEN ?? null,
    recoveryRecipient: vars.RECOVERY_RECIPIENT,
    r2ScrubBytesPerDay: vars.R2_SCRUB_BYTES_PER_DAY,
    r2BudgetBytes: vars.R2_BUDGET_BYTES,
    tierVerifiedMs: vars.R2_TIER_VERIFIED_DAYS * 86_400_000,
    registrationOpen: vars.REGISTRATION_OPEN,
    apiKeyCacheMs: vars.API_KEY_CACHE_SECONDS * 1_000,
    faceKeyCacheMs: vars.FACE_KEY_CACHE_SECONDS * 1_000,
    wsQueryToken: vars.WS_QUERY_TOKEN,
    quotaCountsRenditions: vars.QUOTA_COUNTS_RENDITIONS,
    transformsStrict: vars.TRANSFORMS_STRICT,
    transformEngine: vars.TRANSFORM_ENGINE,
    linkPrivateKey: vars.LINK_PRIVATE_KEY,
    setupToken: vars.SETUP_TOKEN ?? null,
    homeJoinCode: vars.HOME_JOIN_CODE ?? null,
    homeUrl: vars.HOME_URL ?? null,
    homeAccess:
      accessId !== undefined && accessSecret !== undefined
        ? { clientId: accessId, clientSecret: accessSecret }
        : null,
    uploadBodyMaxBytes: vars.UPLOAD_BODY_MAX_BYTES,
    imageApiMaxBytes: vars.IMAGE_API_MAX_BYTES,
    uploadPartBytes: vars.UPLOAD_PART_BYTES,
    defaultQuotaBytes: vars.DEFAULT_QUOTA_BYTES,
    limitRules: vars.RATE_LIMITS,
    corsOrigins: vars.CORS_ORIGINS,
    outboundAllowedOrigins: vars.OUTBOUND_ALLOWED_ORIGINS,
    outboundResolver: vars.OUTBOUND_RESOLVER,
    vectorIndex: vars.VECTOR_INDEX,
    vectorizeDimensions: vars.VECTORIZE_DIMENSIONS,
    vectorsPerPart: vars.VECTORS_PER_PART,
    edgeFindings: vars.EDGE_FINDINGS === 'on' && env.AI !== undefined,
    edgeCallsPerDay: vars.EDGE_CALLS_PER_DAY,
    plan: vars.PLAN,
    alertUrl: vars.ALERT_URL,
    alertToken: vars.ALERT_TOKEN,
    demoRoutes: vars.DEMO_ROUTES,
    studio: toStudioSettings(vars, env.AI !== undefined),
  }
}
