import type {
  ExampleId,
  FileId,
  GenerationId,
  OriginalId,
  Sha256,
  SpaceId,
  UploadId,
} from '#contracts/ids'
import type { OutputFormat } from '#contracts/recipe'
import type { StoredRenditionName } from '#contracts/renditions'

// Every key in R2 is built here, from ids alone: no part of a name or path of a user gets in.

/** The original's key has to exist before its hash is known, so it is named by id. */
export function originalKey(spaceId: SpaceId, originalId: OriginalId): string {
  return `o/${spaceId}/${originalId}`
}

/** `edit`: the number of the edit by which it was made; 0: as the original came. */
export function renditionKey(
  spaceId: SpaceId,
  fileId: FileId,
  name: StoredRenditionName,
  edit = 0,
): string {
  return `${spaceId}/${fileId}/renditions/${edit === 0 ? name : `${name}-${edit}`}.webp`
}

/** A picture that was made of a file, by the hash of its recipe. */
export function transformKey(
  file: { spaceId: SpaceId; fileId: FileId },
  hash: Sha256,
  format: OutputFormat,
): string {
  const extension = format === 'jpeg' ? 'jpg' : format
  return `${file.spaceId}/${file.fileId}/transforms/${hash}.${extension}`
}

/** Bytes of an unfinished upload that do not fill a part yet, by where they begin. */
export function pieceKey(uploadId: UploadId, offset: number): string {
  return `${piecesPrefix(uploadId)}${offset}`
}

export function piecesPrefix(uploadId: UploadId): string {
  return `u/${uploadId}/`
}

/** The crop of a registered face, encrypted with its organization's key. */
export function faceCropKey(spaceId: SpaceId, exampleId: ExampleId): string {
  return `${faceCropsPrefix(spaceId)}${exampleId}`
}

/** All crops of an organization. */
export function faceCropsPrefix(spaceId: SpaceId): string {
  return `f/${spaceId}/`
}

/** The picture of a generation, of whatever type it is. */
export function generationKey(id: GenerationId): string {
  return `studio/${id}/picture`
}

/** Where a generation's first reference was painted over: a PNG. */
export function generationMaskKey(id: GenerationId): string {
  return `studio/${id}/mask`
}
