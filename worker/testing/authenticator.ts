import { createHash, randomBytes } from 'node:crypto'

/** An authenticator in software, as WebAuthn (level 2) describes one: ES256, one credential, no attestation. */
export interface TestAuthenticator {
  /** Answers registration options as `navigator.credentials.create` would on a page of `origin`. */
  create(options: { challenge: string; rp: { id?: string } }, origin: string): Promise<object>
  /** Answers sign-in options as `navigator.credentials.get` would on a page of `origin`. */
  get(options: { challenge: string; rpId?: string }, origin: string): Promise<object>
  /** How often it signed, as it tells the vault; set it back to play a copy of the authenticator. */
  signCount: number
}

const isPresent = 0x01
const isVerified = 0x04
const hasCredential = 0x40

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest()

export async function anAuthenticator(): Promise<TestAuthenticator> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  if (!('privateKey' in keys)) throw new Error('not a pair of keys')
  const id = randomBytes(32)
  const named = {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
  }

  function authenticatorData(rpId: string, flags: number, rest: Uint8Array): Buffer {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(authenticator.signCount)
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, rest])
  }

  const authenticator: TestAuthenticator = {
    signCount: 0,
    async create({ challenge, rp }, origin) {
      const jwk = await crypto.subtle.exportKey('jwk', keys.publicKey)
      if (jwk instanceof ArrayBuffer) throw new Error('not a JWK')
      const publicKey = cborMap([
        [cborInt(1), cborInt(2)],
        [cborInt(3), cborInt(-7)],
        [cborInt(-1), cborInt(1)],
        [cborInt(-2), cborBytes(Buffer.from(jwk.x ?? '', 'base64url'))],
        [cborInt(-3), cborBytes(Buffer.from(jwk.y ?? '', 'base64url'))],
      ])
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const credential = Buffer.concat([Buffer.alloc(16), length, id, publicKey])
      const flags = isPresent | isVerified | hasCredential
      const attestation = cborMap([
        [cborText('fmt'), cborText('none')],
        [cborText('attStmt'), cborMap([])],
        [cborText('authData'), cborBytes(authenticatorData(rp.id ?? '', flags, credential))],
      ])
      return {
        ...named,
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, origin).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    async get({ challenge, rpId }, origin) {
      authenticator.signCount++
      const data = authenticatorData(rpId ?? '', isPresent | isVerified, new Uint8Array())
      const client = clientData('webauthn.get', challenge, origin)
      const signed = Buffer.concat([data, sha256(client)])
      const raw = await crypto.subtle.sign(
        { name: 'ECDSA', hash: 'SHA-256' },
        keys.privateKey,
        signed,
      )
      return {
        ...named,
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: derSignature(Buffer.from(raw)).toString('base64url'),
        },
      }
    },
  }
  return authenticator
}

function clientData(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
}

/** WebCrypto gives r and s side by side; WebAuthn wants them in DER. */
function derSignature(raw: Buffer): Buffer {
  const integer = (bytes: Buffer) => {
    const start = bytes.findIndex((byte) => byte !== 0)
    const short = bytes.subarray(Math.max(0, start))
    const value = (short[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.from([0]), short]) : short
    return Buffer.concat([Buffer.from([0x02, value.length]), value])
  }
  const body = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))])
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}

// CBOR (RFC 8949), as much of it as a credential needs.

function cborHead(major: number, n: number): Buffer {
  if (n < 24) return Buffer.from([(major << 5) | n])
  if (n < 256) return Buffer.from([(major << 5) | 24, n])
  return Buffer.from([(major << 5) | 25, n >> 8, n & 0xff])
}

function cborInt(n: number): Buffer {
  return n < 0 ? cborHead(1, -1 - n) : cborHead(0, n)
}

function cborBytes(bytes: Uint8Array): Buffer {
  return Buffer.concat([cborHead(2, bytes.length), bytes])
}

function cborText(text: string): Buffer {
  return Buffer.concat([cborHead(3, text.length), Buffer.from(text)])
}

function cborMap(entries: [Buffer, Buffer][]): Buffer {
  return Buffer.concat([cborHead(5, entries.length), ...entries.flat()])
}
