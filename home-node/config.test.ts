import { describe, expect, it } from 'vitest'
import { ConfigError, parseEnv } from './config.ts'

const good = {
  CLOUDVAULT_STATE: '/var/lib/cloudvault',
  CLOUDVAULT_WORKER_URL: 'http://127.0.0.1:8787/',
  CLOUDVAULT_DISKS: '1tb=/mnt/a, 8tb=/mnt/b',
}

describe('the home node settings', () => {
  it('read disks, and drop the trailing slash of the Worker address', () => {
    const config = parseEnv({ ...good, CLOUDVAULT_NAME: 'attic', CLOUDVAULT_JOIN_CODE: '' })
    expect(config).toEqual({
      stateDir: '/var/lib/cloudvault',
      workerUrl: 'http://127.0.0.1:8787',
      disks: [
        { name: '1tb', path: '/mnt/a' },
        { name: '8tb', path: '/mnt/b' },
      ],
      port: 0,
      joinCode: null,
      trashDays: 7,
      scrubDays: 30,
      ...{ mirrorRate: null, mirrorHours: null },
      modelsDir: '/var/lib/cloudvault/models',
      modelHub: 'https://huggingface.co',
      name: 'attic',
      accessToken: null,
    })
  })

  it.each([
    [{ CLOUDVAULT_MODELS: 'models' }, /CLOUDVAULT_MODELS must be an absolute path/],
    [{ CLOUDVAULT_MODEL_HUB: 'ftp://hub' }, /CLOUDVAULT_MODEL_HUB must be/],
    [{ CLOUDVAULT_STATE: undefined }, /CLOUDVAULT_STATE is missing/],
    [{ CLOUDVAULT_STATE: 'relative' }, /absolute/],
    [{ CLOUDVAULT_WORKER_URL: 'ftp://x' }, /http or https/],
    [{ CLOUDVAULT_DISKS: '' }, /CLOUDVAULT_DISKS is missing/],
    [{ CLOUDVAULT_DISKS: 'Big=/mnt/a' }, /"Big=\/mnt\/a"/],
    [{ CLOUDVAULT_DISKS: 'a=/mnt/a,b=/mnt/a' }, /twice/],
    [{ CLOUDVAULT_DISKS: 'a=mnt' }, /absolute/],
    [{ CLOUDVAULT_PORT: '70000' }, /65535/],
    [{ CLOUDVAULT_PORT: 'http' }, /port number/],
    [{ CLOUDVAULT_JOIN_CODE: 'short' }, /too short/],
    [{ CLOUDVAULT_ACCESS_CLIENT_ID: 'x' }, /go together/],
  ])('say in one sentence what is wrong with %j', (change, message) => {
    const attempt = () => parseEnv({ ...good, ...change })
    expect(attempt).toThrow(ConfigError)
    expect(attempt).toThrow(message)
  })
})

it('reads a limit of the mirror and its hours, and refuses what is neither', () => {
  const limits = { CLOUDVAULT_MIRROR_RATE: '20MB', CLOUDVAULT_MIRROR_HOURS: '22-7' }
  expect(parseEnv({ ...good, ...limits })).toMatchObject({
    ...{ mirrorRate: 20_000_000, mirrorHours: { from: 22, to: 7 } },
  })
  for (const wrong of [{ CLOUDVAULT_MIRROR_RATE: 'fast' }, { CLOUDVAULT_MIRROR_HOURS: '22-25' }]) {
    expect(() => parseEnv({ ...good, ...wrong })).toThrow(/^CLOUDVAULT_MIRROR_/)
  }
})
