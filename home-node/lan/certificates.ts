import 'reflect-metadata'
import type { webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { type LanNames, privateNetworks } from './lan-names.ts'
import { nameConstraints } from './name-constraints.ts'

/** A certificate and its private key, both as PEM, and what it is for. */
export interface Credentials {
  certificate: string
  key: string
  /** Of an authority: below which names it may speak. Of a server: as what it may be addressed. */
  names: string[]
  notAfter: number
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const dayMs = 24 * 3_600_000
const nameConstraintsOid = '2.5.29.30'

/** Names that no one can own, and that routers and mDNS give to machines of a house. */
const houseNames = ['localhost', 'local', 'lan', 'home.arpa', 'internal']
const loopbackNetworks = [
  ['127.0.0.0', 8],
  ['::1', 128],
] as const

/**
 * A certificate authority of one house, good for ten years, that can only speak for private networks,
 * names of houses and this machine's own. `now`: Unix ms.
 */
export async function makeAuthority(hostnames: string[], now: number): Promise<Credentials> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const names = [...new Set([...houseNames, ...hostnames])]
  const notAfter = now + 3_650 * dayMs
  const constraints = nameConstraints(names, [...privateNetworks, ...loopbackNetworks])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [`CloudVault of ${hostnames.at(-1) ?? 'this house'}`] }, { O: ['CloudVault'] }],
    keys,
    // The clocks of a house differ a little.
    notBefore: new Date(now - dayMs),
    notAfter: new Date(notAfter),
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new Extension(nameConstraintsOid, true, constraints),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: pem(certificate), key: await pemOfKey(keys.privateKey), names, notAfter }
}

/**
 * A certificate for a server that is addressed as `names` and as localhost, signed by the authority.
 * Good for 200 days: Apple's devices refuse more than 825. Names that the authority may not speak for
 * are left out.
 */
export async function makeServerCertificate(
  authority: Credentials,
  wanted: LanNames,
  now: number,
): Promise<Credentials> {
  const issuer = new X509Certificate(authority.certificate)
  const der = PemConverter.decodeFirst(authority.key)
  const signingKey = await crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign'])
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const names = serverNames(authority, wanted)
  const notAfter = Math.min(now + 200 * dayMs, authority.notAfter)
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: ['CloudVault'] }],
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey,
    notBefore: new Date(now - dayMs),
    notAfter: new Date(notAfter),
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        ...names.map((value) => ({
          type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const),
          value,
        })),
      ]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  })
  return { certificate: pem(certificate), key: await pemOfKey(keys.privateKey), names, notAfter }
}

/** All that a server's certificate is for: `wanted`, as far as the authority may speak for it. */
export function serverNames(authority: Credentials, wanted: LanNames): string[] {
  const isPermitted = (name: string) =>
    authority.names.some((each) => name === each || name.endsWith(`.${each}`))
  const hostnames = ['localhost', ...wanted.hostnames].filter(isPermitted)
  return [...hostnames, '127.0.0.1', '::1', ...wanted.addresses]
}

function pem(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`
}

async function pemOfKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = await crypto.subtle.exportKey('pkcs8', key)
  return `${PemConverter.encode(der, PemConverter.PrivateKeyTag)}\n`
}
