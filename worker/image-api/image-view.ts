import {
  type ImageDetail,
  type ImageFormat,
  type ImageView,
  imageDetailSchema,
  imageFormats,
  imageMimeTypes,
  imageViewSchema,
} from '#contracts/images'
import type { Deps } from '../deps.ts'
import { metadataOf } from '../files/file-detail.ts'
import { toFileViews } from '../files/file-view.ts'
import type { FoundFile } from '../files/find-file.ts'
import type { Actor } from '../spaces/access.ts'

/** Turns rows of pictures into what clients of `/api/images` know, signed for `host`. */
export async function toImageViews(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  actor: Actor,
  rows: FoundFile[],
  host: string,
): Promise<ImageView[]> {
  const views = await toFileViews(deps, rows, { host, userId: actor.userId })
  return rows.map((row, index) => {
    const { width, height, createdAt: created_at } = row
    return imageViewSchema.parse({
      id: row.id,
      user_id: row.createdBy,
      space_id: row.spaceId,
      folder_id: row.folderId,
      original_filename: row.name,
      mime_type: row.mimeType,
      format: formatOf(row.mimeType),
      size_bytes: row.sizeBytes,
      width,
      height,
      metadata: {
        taken_at: row.takenAt,
        camera: row.camera,
        place_name: row.placeName,
        description: row.description,
        rating: row.rating,
        is_animated: row.isAnimated,
      },
      visibility: row.visibility,
      download_url: `/api/images/${row.id}/download`,
      thumbnail_url: views[index]?.thumbUrl ?? null,
      created_at: new Date(created_at).toISOString(),
      updated_at: new Date(row.updatedAt ?? created_at).toISOString(),
    })
  })
}

/** One picture with all that is known of how it was taken. */
export async function toImageDetail(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  view: ImageView,
): Promise<ImageDetail> {
  const known = await metadataOf(deps, view.id)
  return imageDetailSchema.parse({
    ...view,
    metadata: {
      ...view.metadata,
      taken_zone_minutes: known.takenZone,
      lens: known.lens,
      exposure_seconds: known.exposureSeconds,
      f_number: known.fNumber,
      iso: known.iso,
      focal_length_mm: known.focalLengthMm,
      orientation: known.orientation,
      latitude: known.latitude,
      longitude: known.longitude,
      altitude: known.altitude,
    },
  })
}

/** Null for what `/api/images` does not take. */
export function formatOf(mimeType: string): ImageFormat | null {
  return imageFormats.find((format) => imageMimeTypes[format] === mimeType) ?? null
}
