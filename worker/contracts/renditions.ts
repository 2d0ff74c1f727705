import { z } from 'zod'

/**
 * The renditions that every picture gets when it arrives: longest side in pixels, WebP,
 * never enlarged, oriented, without metadata. Immutable once made.
 */
export const renditionNames = ['320', '1600'] as const
export const renditionNameSchema = z.enum(renditionNames)
export type RenditionName = z.infer<typeof renditionNameSchema>

/**
 * What is stored of a file: the renditions of a picture, or of a film's poster, and `moving`: three
 * silent seconds of a film as an animated WebP of 320 px. It is made when the film arrives, or never.
 */
export const storedRenditionNames = [...renditionNames, 'moving'] as const
export const storedRenditionNameSchema = z.enum(storedRenditionNames)
export type StoredRenditionName = z.infer<typeof storedRenditionNameSchema>

export const renditionMimeType = 'image/webp'
