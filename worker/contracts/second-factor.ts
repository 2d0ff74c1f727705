import { z } from 'zod'
import { passkeyIdSchema } from './ids.ts'

/** Whoever changes how the account is protected says the password again. */
export const confirmPasswordSchema = z.strictObject({ password: z.string().min(1).max(256) })
export type ConfirmPassword = z.infer<typeof confirmPasswordSchema>

/**
 * A secret for an authenticator app. Nothing is kept of it before it is confirmed: `setup` holds it
 * encrypted, for ten minutes, and comes back with the first code.
 */
export const totpOfferSchema = z.object({
  /** Base32, to be typed where no camera is at hand. */
  secret: z.string(),
  /** `otpauth://totp/…`, for a QR code. */
  uri: z.string(),
  setup: z.string(),
})
export type TotpOffer = z.infer<typeof totpOfferSchema>

export const confirmTotpSchema = z.strictObject({
  setup: z.string().min(1).max(1_000),
  code: z
    .string()
    .transform((text) => text.replaceAll(/\s/g, ''))
    .pipe(z.string().regex(/^\d{6}$/, 'A code has six digits.')),
})
export type ConfirmTotp = z.infer<typeof confirmTotpSchema>

/** Told once. Each opens the account one time in place of a code. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) })
export type RecoveryCodes = z.infer<typeof recoveryCodesSchema>

export const passkeyViewSchema = z.object({
  id: passkeyIdSchema,
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
})
export type PasskeyView = z.infer<typeof passkeyViewSchema>
export const passkeyListSchema = z.object({ items: z.array(passkeyViewSchema) })

const base64Url = z.string().regex(/^[A-Za-z0-9_-]+$/, 'not base64url')
const bytes = base64Url.max(20_000)

const credential = {
  id: base64Url.max(1_500),
  rawId: base64Url.max(1_500),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['cross-platform', 'platform']).optional(),
  clientExtensionResults: z.record(z.string(), z.unknown()),
}

/** What `navigator.credentials.create` gives, in WebAuthn's own JSON form. */
export const registrationResponseSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
})

/** What `navigator.credentials.get` gives, in WebAuthn's own JSON form. */
export const authenticationResponseSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.optional(),
  }),
})

export const addPasskeySchema = z.strictObject({
  name: z.string().trim().min(1, 'A passkey has a name.').max(60),
  response: registrationResponseSchema,
})
export type AddPasskey = z.infer<typeof addPasskeySchema>

export const passkeySignInSchema = z.strictObject({ response: authenticationResponseSchema })
export type PasskeySignIn = z.infer<typeof passkeySignInSchema>
