import { z } from 'zod'

/**
 * Every id is a ULID behind a three-letter prefix: it sorts by time, says what it names, and a
 * mix-up of two kinds fails to parse at the edge instead of finding nothing later.
 */
export const idPrefixes = {
  user: 'usr',
  session: 'ses',
  space: 'spc',
  file: 'fil',
  original: 'org',
  upload: 'upl',
  job: 'job',
  homeNode: 'hno',
  disk: 'dsk',
  invite: 'inv',
  accessRequest: 'acr',
  apiKey: 'key',
  passkey: 'pky',
  folder: 'fld',
  grant: 'grt',
  duplicateGroup: 'dup',
  webhook: 'whk',
  webhookEvent: 'evt',
  webhookDelivery: 'whd',
  savedSearch: 'ssr',
  consent: 'cns',
  subject: 'sbj',
  example: 'exm',
  erasure: 'ers',
  share: 'shr',
  comment: 'cmt',
  drop: 'drp',
  dropVisit: 'dvs',
  droppedFile: 'dpf',
  person: 'per',
  face: 'fac',
  canvas: 'cnv',
  tile: 'til',
  operation: 'opn',
  canvasVersion: 'cvv',
  generation: 'gen',
} as const

export type IdKind = keyof typeof idPrefixes

/** Crockford base 32, 26 characters, first at most 7 (48 bits of time). */
const ulidPattern = '[0-7][0-9A-HJKMNP-TV-Z]{25}'

function idSchema<Prefix extends string>(prefix: Prefix) {
  return z.string().regex(new RegExp(`^${prefix}_${ulidPattern}$`), `not a ${prefix}_ id`)
}

export const userIdSchema = idSchema('usr').brand<'UserId'>()
export const sessionIdSchema = idSchema('ses').brand<'SessionId'>()
export const spaceIdSchema = idSchema('spc').brand<'SpaceId'>()
export const fileIdSchema = idSchema('fil').brand<'FileId'>()
export const originalIdSchema = idSchema('org').brand<'OriginalId'>()
export const uploadIdSchema = idSchema('upl').brand<'UploadId'>()
export const jobIdSchema = idSchema('job').brand<'JobId'>()
export const homeNodeIdSchema = idSchema('hno').brand<'HomeNodeId'>()
export const diskIdSchema = idSchema('dsk').brand<'DiskId'>()
export const inviteIdSchema = idSchema('inv').brand<'InviteId'>()
export const accessRequestIdSchema = idSchema('acr').brand<'AccessRequestId'>()
export const apiKeyIdSchema = idSchema('key').brand<'ApiKeyId'>()
export const passkeyIdSchema = idSchema('pky').brand<'PasskeyId'>()
export const folderIdSchema = idSchema('fld').brand<'FolderId'>()
export const grantIdSchema = idSchema('grt').brand<'GrantId'>()
export const duplicateGroupIdSchema = idSchema('dup').brand<'DuplicateGroupId'>()
export const webhookIdSchema = idSchema('whk').brand<'WebhookId'>()
export const webhookEventIdSchema = idSchema('evt').brand<'WebhookEventId'>()
export const webhookDeliveryIdSchema = idSchema('whd').brand<'WebhookDeliveryId'>()
export const savedSearchIdSchema = idSchema('ssr').brand<'SavedSearchId'>()
export const consentIdSchema = idSchema('cns').brand<'ConsentId'>()
export const subjectIdSchema = idSchema('sbj').brand<'SubjectId'>()
export const exampleIdSchema = idSchema('exm').brand<'ExampleId'>()
export const erasureIdSchema = idSchema('ers').brand<'ErasureId'>()
export const personIdSchema = idSchema('per').brand<'PersonId'>()
export const faceIdSchema = idSchema('fac').brand<'FaceId'>()
export const shareIdSchema = idSchema('shr').brand<'ShareId'>()
export const commentIdSchema = idSchema('cmt').brand<'CommentId'>()
export const dropIdSchema = idSchema('drp').brand<'DropId'>()
export const dropVisitIdSchema = idSchema('dvs').brand<'DropVisitId'>()
export const droppedFileIdSchema = idSchema('dpf').brand<'DroppedFileId'>()
export const canvasIdSchema = idSchema('cnv').brand<'CanvasId'>()
/** Tiles, operations and generations get their ids from the page that makes them, offline too. */
export const tileIdSchema = idSchema('til').brand<'TileId'>()
export const operationIdSchema = idSchema('opn').brand<'OperationId'>()
export const canvasVersionIdSchema = idSchema('cvv').brand<'CanvasVersionId'>()
export const generationIdSchema = idSchema('gen').brand<'GenerationId'>()

export type UserId = z.infer<typeof userIdSchema>
export type SessionId = z.infer<typeof sessionIdSchema>
export type SpaceId = z.infer<typeof spaceIdSchema>
export type FileId = z.infer<typeof fileIdSchema>
export type OriginalId = z.infer<typeof originalIdSchema>
export type UploadId = z.infer<typeof uploadIdSchema>
export type JobId = z.infer<typeof jobIdSchema>
export type HomeNodeId = z.infer<typeof homeNodeIdSchema>
export type DiskId = z.infer<typeof diskIdSchema>
export type InviteId = z.infer<typeof inviteIdSchema>
export type AccessRequestId = z.infer<typeof accessRequestIdSchema>
export type ApiKeyId = z.infer<typeof apiKeyIdSchema>
export type PasskeyId = z.infer<typeof passkeyIdSchema>
export type FolderId = z.infer<typeof folderIdSchema>
export type GrantId = z.infer<typeof grantIdSchema>
export type DuplicateGroupId = z.infer<typeof duplicateGroupIdSchema>
export type WebhookId = z.infer<typeof webhookIdSchema>
export type WebhookEventId = z.infer<typeof webhookEventIdSchema>
export type WebhookDeliveryId = z.infer<typeof webhookDeliveryIdSchema>
export type SavedSearchId = z.infer<typeof savedSearchIdSchema>
export type ConsentId = z.infer<typeof consentIdSchema>
export type SubjectId = z.infer<typeof subjectIdSchema>
export type ExampleId = z.infer<typeof exampleIdSchema>
export type PersonId = z.infer<typeof personIdSchema>
export type FaceId = z.infer<typeof faceIdSchema>
export type ErasureId = z.infer<typeof erasureIdSchema>
export type ShareId = z.infer<typeof shareIdSchema>
export type CommentId = z.infer<typeof commentIdSchema>
export type DropId = z.infer<typeof dropIdSchema>
export type DropVisitId = z.infer<typeof dropVisitIdSchema>
export type DroppedFileId = z.infer<typeof droppedFileIdSchema>
export type CanvasId = z.infer<typeof canvasIdSchema>
export type TileId = z.infer<typeof tileIdSchema>
export type OperationId = z.infer<typeof operationIdSchema>
export type CanvasVersionId = z.infer<typeof canvasVersionIdSchema>
export type GenerationId = z.infer<typeof generationIdSchema>

/** The address of a public file: 128 random bits in base64url, no id of this vault. */
export const publicIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{21}[AQgw]$/, 'not a public address')
  .brand<'PublicId'>()
export type PublicId = z.infer<typeof publicIdSchema>

/** SHA-256 as 64 lower-case hex digits: the name of an original on every disk. */
export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in lower-case hex')
  .brand<'Sha256'>()
export type Sha256 = z.infer<typeof sha256Schema>
