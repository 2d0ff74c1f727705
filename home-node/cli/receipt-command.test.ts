import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type ReceiptBody, receiptBodySchema, receiptText } from '#contracts/receipt'
import { receiptCommand } from './receipt-command.ts'

it('a receipt is verified as it was signed, and not when a count was changed or another signed it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'receipt-'))
  try {
    const { privateKey } = generateKeyPairSync('ed25519')
    const publicKey = privateKey.export({ format: 'jwk' }).x ?? ''
    const body: ReceiptBody = receiptBodySchema.parse({
      format: 'cloudvault-erasure-1',
      id: 'ers_01ARZ3NDEKTSV4RRFFQ69G5FAV',
      organizationId: 'spc_01ARZ3NDEKTSV4RRFFQ69G5FAV',
      subjectId: 'sbj_01ARZ3NDEKTSV4RRFFQ69G5FAV',
      erasedBy: 'usr_01ARZ3NDEKTSV4RRFFQ69G5FAV',
      erasedAt: '2026-11-21T00:00:00.000Z',
      stores: [{ store: 'vectors', before: 2, after: 0, note: '' }],
    })
    const signature = sign(null, Buffer.from(receiptText(body)), privateKey).toString('base64url')
    const path = join(folder, 'receipt.json')
    const check = async (receipt: object, key = publicKey) => {
      await writeFile(path, JSON.stringify(receipt))
      return await receiptCommand.run(['verify', path, '--key', key], { stateDir: folder, env: {} })
    }
    const receipt = { ...body, publicKey, signature }
    expect(await check(receipt)).toContain('is as it was signed')
    const stores = [{ store: 'vectors', before: 1, after: 0, note: '' }]
    await expect(check({ ...receipt, stores })).rejects.toThrow('was changed')
    await expect(check(receipt, 'A'.repeat(43))).rejects.toThrow('another vault')
  } finally {
    await rm(folder, { recursive: true })
  }
})
