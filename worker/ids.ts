import { ulid } from 'ulid'
import type {
  AccessRequestId,
  ApiKeyId,
  CanvasId,
  CanvasVersionId,
  CommentId,
  ConsentId,
  DiskId,
  DropId,
  DroppedFileId,
  DropVisitId,
  DuplicateGroupId,
  ErasureId,
  ExampleId,
  FaceId,
  FileId,
  FolderId,
  GenerationId,
  GrantId,
  HomeNodeId,
  InviteId,
  JobId,
  OperationId,
  OriginalId,
  PasskeyId,
  PersonId,
  SavedSearchId,
  SessionId,
  ShareId,
  SpaceId,
  SubjectId,
  TileId,
  UploadId,
  UserId,
  WebhookDeliveryId,
  WebhookEventId,
  WebhookId,
} from '#contracts/ids'
import { type IdKind, idPrefixes } from '#contracts/ids'

interface IdOf {
  user: UserId
  session: SessionId
  space: SpaceId
  file: FileId
  original: OriginalId
  upload: UploadId
  job: JobId
  homeNode: HomeNodeId
  disk: DiskId
  invite: InviteId
  accessRequest: AccessRequestId
  apiKey: ApiKeyId
  passkey: PasskeyId
  folder: FolderId
  grant: GrantId
  duplicateGroup: DuplicateGroupId
  webhook: WebhookId
  webhookEvent: WebhookEventId
  webhookDelivery: WebhookDeliveryId
  savedSearch: SavedSearchId
  consent: ConsentId
  subject: SubjectId
  example: ExampleId
  erasure: ErasureId
  share: ShareId
  comment: CommentId
  drop: DropId
  dropVisit: DropVisitId
  droppedFile: DroppedFileId
  person: PersonId
  face: FaceId
  canvas: CanvasId
  tile: TileId
  operation: OperationId
  canvasVersion: CanvasVersionId
  generation: GenerationId
}

/** A new id of that kind; sorts by `nowMs`. */
export function newId<Kind extends IdKind>(kind: Kind, nowMs: number): IdOf[Kind] {
  return `${idPrefixes[kind]}_${ulid(nowMs)}` as IdOf[Kind]
}
