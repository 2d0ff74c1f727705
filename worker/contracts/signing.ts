import { z } from 'zod'

/** A minute, unless it is said otherwise; a week at most. */
const lifetime = z.int().min(1).max(604_800).default(60)

/**
 * What an address shows to whoever has it: the original, one of the previews, or a picture made of it in
 * the grammar of transforms (`resize=300x`).
 */
export const signFileSchema = z.union([
  z.strictObject({
    shows: z.enum(['original', '320', '1600']).default('original'),
    expiresInSeconds: lifetime,
  }),
  z.strictObject({ query: z.string().min(1).max(6_000), expiresInSeconds: lifetime }),
])
export type SignFile = z.infer<typeof signFileSchema>

export const signedAddressSchema = z.object({ url: z.url(), expiresAt: z.iso.datetime() })
export type SignedAddress = z.infer<typeof signedAddressSchema>
