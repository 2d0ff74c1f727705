import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { checkServerIdentity, connect, createServer, type PeerCertificate } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { aFolder } from '../testing.ts'
import { makeAuthority, makeServerCertificate } from './certificates.ts'
import { keepCredentials } from './keep-credentials.ts'
import { lanNames } from './lan-names.ts'

const names = { addresses: ['192.168.7.7', 'fd00::7'], hostnames: ['attic.local', 'attic'] }
const dayMs = 24 * 3_600_000
const now = Date.now()

/** Whether a client that trusts `ca` alone accepts a server of that name. Answers what it objects to. */
async function objection(server: { key: string; certificate: string }, ca: string, name: string) {
  const listening = createServer({ key: server.key, cert: server.certificate })
  listening.on('tlsClientError', () => {})
  listening.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  onTestFinished(() => void listening.close())
  const { port } = listening.address() as AddressInfo
  const identity = (_: string, seen: PeerCertificate) => checkServerIdentity(name, seen)
  const socket = connect({
    ...{ host: '127.0.0.1', port, ca, rejectUnauthorized: false },
    checkServerIdentity: identity,
  })
  await once(socket, 'secureConnect')
  const { authorizationError } = socket
  socket.destroy()
  return authorizationError === null ? null : String(authorizationError)
}

describe('the certificates of a house', () => {
  it('hold for every name and address of the machine, against its authority alone', async () => {
    const { authority, server } = await keepCredentials(await aFolder(), names, now)
    for (const name of [...names.addresses, ...names.hostnames, 'localhost', '127.0.0.1', '::1']) {
      expect([name, await objection(server, authority.certificate, name)]).toEqual([name, null])
    }
    expect(await objection(server, authority.certificate, '192.168.7.8')).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    )
    const foreign = await makeAuthority(names.hostnames, now)
    expect(await objection(server, foreign.certificate, 'localhost')).not.toBeNull()
  })

  it('of a stolen authority speak for no site of the world', async () => {
    const authority = await makeAuthority(['attic.local', 'attic'], now)
    const lies = { ...authority, names: ['example.com'] }
    const foreignName = { addresses: [], hostnames: ['www.example.com'] }
    const foreignAddress = { addresses: ['203.0.113.9'], hostnames: [] }
    for (const wanted of [foreignName, foreignAddress]) {
      const server = await makeServerCertificate(lies, wanted, now)
      const name = wanted.hostnames[0] ?? wanted.addresses[0] ?? ''
      // So does Node name what OpenSSL calls a permitted subtree violation.
      expect(await objection(server, authority.certificate, name)).toBe('UNSPECIFIED')
    }
  })

  it('are kept where only their owner reads the keys, and stay the same', async () => {
    const folder = await aFolder()
    const first = await keepCredentials(folder, names, now)
    expect(await keepCredentials(folder, names, now + 100 * dayMs)).toEqual(first)
    for (const name of await readdir(join(folder, 'lan'))) {
      const path = join(folder, 'lan', name)
      const isKey = (await readFile(path, 'utf8')).includes('PRIVATE KEY')
      expect([name, (await stat(path)).mode & 0o777]).toEqual([name, isKey ? 0o600 : 0o644])
    }
    expect(await readFile(first.authorityPath, 'utf8')).toBe(first.authority.certificate)
  })

  it('are made anew for other addresses and before they end, by the same authority', async () => {
    const folder = await aFolder()
    const first = await keepCredentials(folder, names, now)
    const moved = { ...names, addresses: ['10.0.0.7'] }
    for (const [next, at] of [[moved, now] as const, [moved, now + 171 * dayMs] as const]) {
      const { authority, server } = await keepCredentials(folder, next, at)
      expect(authority).toEqual(first.authority)
      expect(server.names).toContain('10.0.0.7')
      expect(server.notAfter).toBe(at + 200 * dayMs)
      const until = Date.parse(new X509Certificate(server.certificate).validTo)
      expect(Math.abs(until - server.notAfter)).toBeLessThan(1_000)
    }
  })

  it('are made anew when a file is damaged', async () => {
    const folder = await aFolder()
    const first = await keepCredentials(folder, names, now)
    const path = join(folder, 'lan', 'server.json')
    await writeFile(path, '{"format":1,"certifi')
    await chmod(path, 0o600)
    const second = await keepCredentials(folder, names, now)
    expect(second.authority).toEqual(first.authority)
    expect(await objection(second.server, first.authority.certificate, 'attic')).toBeNull()
  })

  it('of a machine that was renamed leave out the name that devices would not believe', async () => {
    const folder = await aFolder()
    await keepCredentials(folder, names, now)
    const renamed = { ...names, hostnames: ['cellar.local', 'cellar'] }
    const { server } = await keepCredentials(folder, renamed, now)
    expect(server.names).toContain('cellar.local')
    expect(server.names).not.toContain('cellar')
  })
})

describe('what a machine is called in its house', () => {
  const at = (address: string, internal = false) => {
    const family = address.includes(':') ? ('IPv6' as const) : ('IPv4' as const)
    const rest = { netmask: '', mac: '', cidr: null, scopeid: 0 }
    return family === 'IPv4'
      ? { address, internal, family, ...rest }
      : { address, internal, family, ...rest }
  }

  it('is its private addresses, the cable before bridges, and its name', () => {
    const interfaces = {
      lo: [at('127.0.0.1', true), at('::1', true)],
      docker0: [at('172.17.0.1')],
      eth0: [at('fe80::1'), at('fd12::5'), at('203.0.113.5'), at('192.168.1.5')],
    }
    expect(lanNames(interfaces, 'Attic')).toEqual({
      addresses: ['192.168.1.5', 'fd12::5', '172.17.0.1'],
      hostnames: ['attic.local', 'attic'],
    })
    expect(lanNames({}, 'attic.home.arpa').hostnames).toEqual(['attic.home.arpa'])
    expect(lanNames({}, 'not a name').hostnames).toEqual([])
  })
})
