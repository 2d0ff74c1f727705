import { z } from 'zod'

/**
 * The renditions that every picture gets when it arrives: longest side in pixels, WebP,
 * never enlarged, oriented, without metadata. Immutable once made.
 */
export const renditionNames = ['320', '1600'] as const
export const renditionNameSchema = z.enum(renditionNames)
export type RenditionName = z.infer<typeof renditionNameSchema>

export const renditionMimeType = 'image/webp'
