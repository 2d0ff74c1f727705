import { type Slug, slugSchema } from '#contracts/shares'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const length = 16

/** 80 random bits in letters that nobody confuses: can be read out, and is not found by trying. */
export function newSlug(): Slug {
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  return slugSchema.parse(Array.from(bytes, (byte) => alphabet[byte & 31]).join(''))
}
