import { execFile } from 'node:child_process'
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const read = (name: string) => readFile(join(import.meta.dirname, name), 'utf8')
const linesOf = (text: string) =>
  text.split('\n').filter((line) => line.trim() !== '' && !/^\s*#/.test(line))
const installedAt = '/opt/cloudvault'

const unit = await read('cloudvault-home.service')
const tunnel = await read('cloudflared.yml')
const rules = await read('99-cloudvault-dock.rules')

function settingsOf(text: string): Map<string, string[]> {
  const pairs = linesOf(text).filter((line) => !line.startsWith('['))
  const settings = new Map<string, string[]>()
  for (const line of pairs) {
    const [, name = '', value = ''] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? []
    settings.set(name, [...(settings.get(name) ?? []), value])
  }
  return settings
}

describe('the unit for systemd', () => {
  const settings = settingsOf(unit)

  it('has three sections and nothing in them that is no setting', () => {
    const sections = linesOf(unit).filter((line) => line.startsWith('['))
    expect(sections).toEqual(['[Unit]', '[Service]', '[Install]'])
    expect(settings.has('')).toBe(false)
  })

  it('starts what is there: the program, the script and the command', async () => {
    const [command = ''] = settings.get('ExecStart') ?? []
    const [node = '', script = '', ...args] = command.split(' ')
    expect(settings.get('WorkingDirectory')).toEqual([installedAt])
    await access(node.replace(installedAt, root))
    await access(join(root, script))
    expect(args).toEqual(['home', 'start'])
  })

  it('lets the home node write to its state and to disks, and V8 compile', () => {
    expect(settings.get('Environment')).toContain('CLOUDVAULT_STATE=/var/lib/cloudvault')
    expect(settings.get('StateDirectory')).toEqual(['cloudvault'])
    expect(settings.get('ProtectSystem')).toEqual(['strict'])
    // A dash before each: a disk that is away stops nothing.
    expect(settings.get('ReadWritePaths')).toEqual(['-/mnt/1tb/cloudvault -/mnt/8tb/cloudvault'])
    expect(settings.has('MemoryDenyWriteExecute')).toBe(false)
  })

  it('is accepted by systemd-analyze, where that is installed', async () => {
    const isThere = await access('/usr/bin/systemd-analyze').then(
      () => true,
      () => false,
    )
    const folder = await mkdtemp(join(tmpdir(), 'cloudvault-unit-'))
    try {
      const path = join(folder, 'cloudvault-home.service')
      // As if it lay where it says: the program has to be there for the check.
      await writeFile(path, unit.replaceAll(`${installedAt}/`, `${root}/`))
      const said = isThere
        ? await promisify(execFile)('/usr/bin/systemd-analyze', ['verify', path])
        : { stdout: '', stderr: '' }
      expect(said).toEqual({ stdout: '', stderr: '' })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})

it('the tunnel ends at the home node on loopback, and everything else is refused', () => {
  const services = [...tunnel.matchAll(/^\s+(?:- )?service: (\S+)$/gm)].map(([, to]) => to)
  expect(services).toEqual(['http://127.0.0.1:8788', 'http_status:404'])
  expect(unit).toContain('--port 8788')
  const keys = linesOf(tunnel).map((line) => /^\s*(?:- )?([a-zA-Z-]+):/.exec(line)?.[1])
  expect(keys).toEqual([
    ...['tunnel', 'credentials-file', 'originRequest'],
    ...['connectTimeout', 'keepAliveConnections', 'keepAliveTimeout'],
    ...['ingress', 'hostname', 'service', 'service'],
  ])
})

it('each rule for udev matches before it assigns, and runs programs by their full path', () => {
  const token = /^(ACTION|SUBSYSTEM|DRIVERS|ENV\{\w+\}|ATTR\{[\w/]+\}|TEST|RUN)(==|\+=|=)"([^"]*)"$/
  const parsed = linesOf(rules).map((line) => line.split(/,\s*/).map((part) => token.exec(part)))
  expect(parsed.length).toBe(3)
  for (const rule of parsed) {
    const operators = rule.map((part) => part?.[2])
    expect(operators).not.toContain(undefined)
    const firstSet = operators.findIndex((operator) => operator !== '==')
    expect(firstSet).toBeGreaterThan(0)
    // After the first assignment there are no more conditions.
    expect(operators.slice(firstSet)).not.toContain('==')
    for (const [, key, , value] of rule.map((part) => part ?? [])) {
      if (key === 'RUN') expect(value).toMatch(/^\/usr\/sbin\//)
    }
  }
})
