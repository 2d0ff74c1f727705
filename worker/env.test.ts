import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import example from '../.dev.vars.example?raw'
import { parseEnv, variableNames } from './env.ts'

const messageOf = (change: Record<string, unknown>) => {
  try {
    parseEnv({ ...env, ...change })
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

describe('the configuration', () => {
  it('is read as it is meant', () => {
    const config = parseEnv(env)
    expect(config.passwordPepper).toHaveLength(32)
    expect(config.mediaKeys.signing.kid).toBe('k2')
    expect(config.mediaKeys.all.map(({ kid }) => kid)).toEqual(['k2', 'k1'])
    expect(config).toMatchObject({ homeUrl: null, homeAccess: null })
  })

  it.each<[string, string, unknown]>([
    ['is missing', 'PASSWORD_PEPPER', undefined],
    ['is too short', 'PASSWORD_PEPPER', 'SECRET-VALUE'],
    ['is of another alphabet', 'PASSWORD_PEPPER', 'SECRET+VALUE/SECRET+VALUE/SECRET+VALUE/123='],
    ['is missing', 'MEDIA_KEYS', undefined],
    ['has no id', 'MEDIA_KEYS', 'SECRETVALUE'],
    ['has a short key', 'MEDIA_KEYS', 'k1:SECRETVALUE'],
    [
      'names a key twice',
      'MEDIA_KEYS',
      `k1:${'SECRET_VALUE'.padEnd(43, 'A')},`.repeat(2).slice(0, -1),
    ],
    ['is missing', 'LINK_PRIVATE_KEY', undefined],
    ['can be guessed', 'SETUP_TOKEN', 'SECRET-VALUE'],
    ['is empty', 'SETUP_TOKEN', ''],
    ['can be guessed', 'HOME_JOIN_CODE', 'SECRET-VALUE'],
    ['is no address', 'HOME_URL', 'SECRET-VALUE'],
    ['is another kind of address', 'HOME_URL', 'file:///SECRET-VALUE'],
    ['stands alone', 'HOME_ACCESS_CLIENT_ID', 'SECRET-VALUE'],
    ['stands alone', 'HOME_ACCESS_CLIENT_SECRET', 'SECRET-VALUE'],
    ['is no number', 'UPLOAD_BODY_MAX_BYTES', 'SECRET-VALUE'],
    ['is more than is held whole', 'IMAGE_API_MAX_BYTES', '24000001'],
    ['is below zero', 'DEFAULT_QUOTA_BYTES', '-1'],
    ['is beyond all numbers', 'DEFAULT_QUOTA_BYTES', '1e400'],
  ])('that %s is refused by its name %s and never shows the value', (_, name, value) => {
    const message = messageOf({ [name]: value })
    expect(message).toContain(name)
    expect(message).not.toMatch(/SECRET.?VALUE/)
  })

  it('names everything that is wrong at once', () => {
    const message = messageOf({ PASSWORD_PEPPER: 'x', HOME_URL: 'y' })
    expect(message).toContain('PASSWORD_PEPPER')
    expect(message).toContain('HOME_URL')
  })

  it('is explained in the example, each variable once and no other', () => {
    const blocks = example.split('\n\n').slice(1)
    const lines = example.split('\n').filter((line) => /^\w+=/.test(line))
    const given = new Map(lines.map((line) => [line.split('=')[0], line.split('=')[1]]))
    expect([...given.keys()]).toEqual(variableNames)
    for (const block of blocks) expect(block).toMatch(/^# .+\n[A-Z]/)
    const set = [...given].filter(([, value]) => value !== '')
    expect(() => parseEnv({ ...env, ...Object.fromEntries(set) })).not.toThrow()
  })
})
