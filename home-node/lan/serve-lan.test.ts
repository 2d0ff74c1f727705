import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls, getCACertificates, setDefaultCACertificates } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { meSchema } from '#contracts/accounts'
import { uploadOutcomeSchema } from '#contracts/files'
import { startVault, type Vault } from '../launch/vault.ts'
import { until } from '../testing.ts'

const password = 'correct horse battery'
let vault: Vault
let url: string
let cookie: string
let spaceId: string

beforeAll(async () => {
  vault = await startVault({ isLan: true })
  url = `https://127.0.0.1:${vault.lanPort}`
  await vault.setupAdmin('ada', password)
  // As a device does that was asked to trust it.
  const authority = await readFile(join(vault.stateDir, 'lan', 'cloudvault-ca.crt'), 'utf8')
  setDefaultCACertificates([...getCACertificates('default'), authority])
}, 120_000)
afterAll(() => vault?.stop(), 30_000)

async function post(path: string, body: object, headers: Record<string, string> = {}) {
  return await fetch(url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url, ...headers },
    body: JSON.stringify(body),
  })
}

describe('a vault that serves its house', () => {
  it('signs people in over HTTPS, for pages of its own address alone', async () => {
    const login = { username: 'ada', password }
    const foreign = await post('/api/session', login, { Origin: vault.url })
    expect(foreign.status).toBe(403)
    const response = await post('/api/session', login)
    expect(response.status).toBe(200)
    const [set = ''] = response.headers.getSetCookie()
    expect(set).toMatch(/^__Host-session=/)
    expect(set).toContain('Secure')
    expect(response.headers.get('strict-transport-security')).toBeNull()
    cookie = set.split(';')[0] ?? ''
    const me = meSchema.parse(await (await fetch(`${url}/api/me`, { headers: { cookie } })).json())
    expect(me.username).toBe('ada')
    spaceId = me.personalSpaceId
  })

  it('takes an upload to the byte, gives it back, and its pages hear of it', async () => {
    const socket = new WebSocket(`${url.replace('https', 'wss')}/api/spaces/${spaceId}/live`, {
      headers: { cookie, origin: url },
    })
    await once(socket, 'open')
    const heard: string[] = []
    socket.addEventListener('message', ({ data }) => heard.push(String(data)))

    const bytes = randomBytes(8_000_000)
    const upload = await fetch(`${url}/api/files/upload?name=big.bin`, {
      method: 'POST',
      headers: { cookie, origin: url, 'content-length': String(bytes.length) },
      body: bytes,
    })
    expect(upload.status).toBe(201)
    const { file } = uploadOutcomeSchema.parse(await upload.json())
    const sha256 = (of: Uint8Array) => createHash('sha256').update(of).digest('hex')
    const download = await fetch(`${url}/api/files/${file.id}/download`, { headers: { cookie } })
    expect(sha256(await download.bytes())).toBe(sha256(bytes))

    await until(() => heard.some((message) => message.includes(file.id)))
    socket.close()
  })

  it('counts people by their own address, whatever they say it is', async () => {
    const statuses: number[] = []
    for (let n = 1; n <= 6; n += 1) {
      const body = { email: `guest-${n}@example.org`, message: 'Hello.' }
      const headers = { 'CF-Connecting-IP': `203.0.113.${n}`, 'X-Forwarded-For': `203.0.113.${n}` }
      statuses.push((await post('/api/auth/request-access', body, headers)).status)
    }
    // Five an hour are let through, of one address.
    expect(statuses.map((status) => status === 429)).toEqual([...Array(5).fill(false), true])
  })

  it('makes links that lead other devices to it', async () => {
    const secrets = await readFile(join(vault.stateDir, 'secrets.env'), 'utf8')
    const token = /^OPERATOR_TOKEN=(.*)$/m.exec(secrets)?.[1]
    const made = await post('/api/admin/invite-codes', {}, { Authorization: `Bearer opr_${token}` })
    expect(await made.text()).toContain(`"url":"${url}/register#`)

    const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
    const env = { CLOUDVAULT_STATE: vault.stateDir }
    const { stdout } = await promisify(execFile)(process.execPath, [cli, 'invite'], { env })
    const [, printed] = /reach it at\n +(https:\S+)/.exec(vault.output()) ?? []
    expect(stdout).toMatch(`${printed}/register#`)
  })

  it('shows its page, prints its addresses and a certificate that can be fetched', async () => {
    expect(await (await fetch(url)).text()).toContain('<html')
    expect(vault.output()).toContain(`:${vault.lanPort}/cloudvault-ca.crt`)
    expect(vault.output()).toMatch(/█▀▀|▄▄▄▄▄/)
    const file = await fetch(`${url}/cloudvault-ca.crt`)
    expect(await file.text()).toContain('BEGIN CERTIFICATE')
    expect((await fetch(`${url}/cdn-cgi/local/scheduled`)).status).toBe(404)
  })

  it('serves every interface over TLS, and the Worker itself on loopback alone', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
    const outer = addresses.find(
      ({ internal, address }) => !internal && !address.startsWith('fe80'),
    )
    if (!outer) return console.log('This machine has no network: nothing to look at from outside.')
    const host = outer.address
    const socket = connectTls({ host, port: vault.lanPort, rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    socket.destroy()
    const plain = connect({ host, port: Number(new URL(vault.url).port) })
    const [error] = await once(plain, 'error').catch((cause: unknown) => [cause])
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
  })
})
