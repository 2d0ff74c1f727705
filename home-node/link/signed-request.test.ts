import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { linkHeaders } from '#contracts/home-node'
import { makeVerifier, sha256Hex, signRequest } from './signed-request.ts'

const home = 'hno_01JAAAAAAAAAAAAAAAAAAAAAAA'
const other = 'hno_01JBBBBBBBBBBBBBBBBBBBBBBB'
const pair = generateKeyPairSync('ed25519')
const stranger = generateKeyPairSync('ed25519')
const start = Date.UTC(2026, 0, 1)

function setUp(options: { nowMs?: number; maxNonces?: number } = {}) {
  const clock = { nowMs: options.nowMs ?? start }
  const verifier = makeVerifier({
    audience: home,
    publicKeyOf: (key) => (key === 'worker' ? pair.publicKey : null),
    now: () => clock.nowMs,
    ...(options.maxNonces === undefined ? {} : { maxNonces: options.maxNonces }),
  })
  const request = { method: 'POST', target: '/images/run?sha256=a', body: Buffer.from('picture') }
  const verify = (headers: Record<string, string>, change: Partial<typeof request> = {}) =>
    verifier.verify({ ...request, ...change, header: (name) => headers[name] })
  const sign = (
    change: Partial<typeof request & { audience: string }> = {},
    signer = { key: 'worker', privateKey: pair.privateKey },
    atMs = start,
  ) => signRequest(signer, { audience: home, ...request, ...change }, atMs)
  return { clock, verify, sign }
}

describe('a signed request', () => {
  it('is accepted once, with the hash that its body must have', () => {
    const { verify, sign } = setUp()
    expect(verify(sign())).toEqual({
      ok: true,
      key: 'worker',
      bodySha256: sha256Hex(Buffer.from('picture')),
    })
  })

  it('is refused when replayed, for as long as its time would still be accepted', () => {
    const { clock, verify, sign } = setUp()
    const headers = sign()
    clock.nowMs = start - 299_000
    expect(verify(headers)).toMatchObject({ ok: true })
    clock.nowMs = start + 299_000
    expect(verify(headers)).toEqual({ ok: false, reason: 'replay' })
  })

  it.each([
    ['300 s behind', 300_000, true],
    ['300 s ahead', -300_000, true],
    ['just over 300 s behind', 300_001, false],
    ['just over 300 s ahead', -300_001, false],
  ])('with a clock %s is accepted: %s', (_, offsetMs, accepted) => {
    const { clock, verify, sign } = setUp()
    clock.nowMs = start + offsetMs
    expect(verify(sign()).ok).toBe(accepted)
  })

  it('is refused for another receiver, method, path, body or time', () => {
    const { verify, sign } = setUp()
    expect(verify(sign({ audience: other }))).toEqual({ ok: false, reason: 'signature' })
    expect(verify(sign(), { method: 'GET' })).toEqual({ ok: false, reason: 'signature' })
    expect(verify(sign(), { target: '/images/run?sha256=b' })).toEqual({
      ok: false,
      reason: 'signature',
    })
    const body = { ...sign(), [linkHeaders.body]: sha256Hex(Buffer.from('forged')) }
    expect(verify(body)).toEqual({ ok: false, reason: 'signature' })
    const time = { ...sign(), [linkHeaders.time]: String(start + 1) }
    expect(verify(time)).toEqual({ ok: false, reason: 'signature' })
  })

  it('is refused from a stranger, whatever key they claim', () => {
    const { verify, sign } = setUp()
    const { privateKey } = stranger
    expect(verify(sign({}, { key: 'worker', privateKey }))).toMatchObject({ reason: 'signature' })
    expect(verify(sign({}, { key: other, privateKey }))).toEqual({ ok: false, reason: 'key' })
    expect(verify({})).toEqual({ ok: false, reason: 'headers' })
  })

  it('fails closed when too many nonces are remembered, and recovers after ten minutes', () => {
    const { clock, verify, sign } = setUp({ maxNonces: 3 })
    for (let i = 0; i < 3; i++) expect(verify(sign()).ok).toBe(true)
    expect(verify(sign())).toEqual({ ok: false, reason: 'busy' })
    clock.nowMs = start + 600_001
    expect(verify(sign({}, undefined, clock.nowMs)).ok).toBe(true)
  })
})
