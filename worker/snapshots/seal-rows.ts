import { gzipSync } from 'node:zlib'
import { Encrypter } from 'age-encryption'

/** Rows as JSON lines in gzip in age, for who has the recovery key. */
export async function sealRows(
  recipient: string,
  rows: Record<string, unknown>[],
): Promise<Uint8Array<ArrayBuffer>> {
  const lines = rows.map((row) => `${JSON.stringify(row, bytesAsBase64)}\n`).join('')
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  const sealed = await encrypter.encrypt(new Uint8Array(gzipSync(lines)))
  return new Uint8Array(sealed)
}

/** D1 gives bytes as an ArrayBuffer or as a list of numbers; no column holds a list of any other kind. */
function bytesAsBase64(_: string, value: unknown): unknown {
  if (value instanceof ArrayBuffer) return { base64: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return { base64: Buffer.from(value).toString('base64') }
  return value
}
