import { z } from 'zod'

/** The closed list of error codes. Clients branch on `code`; people read `detail`. */
export const problemCodes = [
  'validation_failed',
  'empty_body',
  'not_signed_in',
  'wrong_credentials',
  'second_factor_required',
  'forbidden',
  'invite_required',
  'bad_origin',
  'bad_signature',
  'not_found',
  'gone',
  'conflict',
  'locked',
  'setup_done',
  'name_taken',
  'password_too_common',
  'quota_exceeded',
  'too_large',
  'length_required',
  'length_mismatch',
  'hash_mismatch',
  'checksum_mismatch',
  'unsupported_type',
  'unsupported_version',
  'undecodable',
  'unknown_model',
  'url_not_allowed',
  'source_failed',
  'range_not_satisfiable',
  'too_many_requests',
  'home_node_offline',
  'capability_missing',
  'consent_required',
  'no_face',
  'try_again',
  'internal',
] as const

export const problemCodeSchema = z.enum(problemCodes)
export type ProblemCode = z.infer<typeof problemCodeSchema>

/** RFC 9457 problem details, as every error of the API answers (`application/problem+json`). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: problemCodeSchema,
  requestId: z.string(),
})
export type Problem = z.infer<typeof problemSchema>
