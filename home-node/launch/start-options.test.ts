import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { describe, expect, it, onTestFinished } from 'vitest'
import { aFolder } from '../testing.ts'
import { startLan } from './lan.ts'
import { LaunchError } from './launch-error.ts'
import { readOrMakeSecrets } from './secrets.ts'
import { parseStartOptions } from './start-options.ts'

const lanPortOf = (...args: string[]) => parseStartOptions(args, tmpdir()).lanPort

describe('the words after npm start', () => {
  it('serve other devices only when they say so', () => {
    expect(lanPortOf()).toBeNull()
    expect(lanPortOf('--lan-port', '9000')).toBeNull()
    expect(lanPortOf('--lan')).toBe(8443)
    expect(lanPortOf('--lan', '--lan-port', '9000')).toBe(9000)
  })

  it('that make no sense are told in a sentence', () => {
    expect(() => lanPortOf('--lan', '--lan-port', 'x')).toThrow('"x" is not a port')
    expect(() => lanPortOf('--lan', '--dev')).toThrow(LaunchError)
  })

  it('name a port of another program: so it says', async () => {
    const other = createServer().listen(0)
    onTestFinished(() => void other.close())
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const stateDir = await aFolder()
    const args = ['--state', stateDir, '--lan', '--lan-port', String(port)]
    const options = parseStartOptions(args, stateDir)
    const secrets = await readOrMakeSecrets(`${stateDir}/secrets.env`)
    const workerUrl = 'http://127.0.0.1:9'
    const started = startLan({ root: stateDir, options, secrets, workerUrl })
    await expect(started).rejects.toThrow(`Port ${port} is in use by another program`)
  })
})
