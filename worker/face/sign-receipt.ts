import { type Receipt, type ReceiptBody, receiptText } from '#contracts/receipt'
import type { Config } from '../env.ts'
import { importLinkKey, sign } from '../home-nodes/link-key.ts'

/**
 * Signs a receipt with the vault's own key (Ed25519, RFC 8032), which every home node knows: what it
 * signs for them never begins like a receipt.
 */
export async function signReceipt(
  config: Pick<Config, 'linkPrivateKey'>,
  body: ReceiptBody,
): Promise<Receipt> {
  const { privateKey, publicKey } = await importLinkKey(config.linkPrivateKey)
  return { ...body, publicKey, signature: await sign(privateKey, receiptText(body)) }
}
