import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { limitBucket } from './production-limits.ts'

const refused = { name: 'ProductionLimit' }

it('D1 refuses what production refuses: long statements, many parameters, large values', async () => {
  const { DB } = env
  expect(() => DB.prepare(`select '${'x'.repeat(100_000)}'`)).toThrow('statement of')
  const marks = Array.from({ length: 101 }, () => '?').join(',')
  expect(() => DB.prepare(`select ${marks}`).bind(...marks.split(','))).toThrow('101 bound')
  expect(() => DB.prepare('select ?').bind('x'.repeat(2_000_001))).toThrow('over 2 MB')
  const write = DB.prepare('insert into t values (?, ?)')
  expect(() => write.bind('x'.repeat(1_500_000), 'x'.repeat(1_500_000))).toThrow('a write of')
  const [result] = await DB.batch([DB.prepare('select ? as one').bind(1)])
  expect(result?.results).toEqual([{ one: 1 }])
})

it('R2 refuses what production refuses: other forms of a key, long ones, two writes in a second', async () => {
  const BUCKET = limitBucket(env.BUCKET)
  await expect(BUCKET.put('cafe\u0301', 'x')).rejects.toMatchObject(refused)
  await expect(BUCKET.put('k'.repeat(1_025), 'x')).rejects.toMatchObject(refused)
  await BUCKET.put('k', 'x')
  await expect(BUCKET.put('k', 'y')).rejects.toMatchObject(refused)
  expect(await (await BUCKET.get('k'))?.text()).toBe('x')
})

it('queues refuse messages over 128 KB, and WebCrypto many rounds of PBKDF2', async () => {
  const large = { jobIds: ['x'.repeat(130_000)] }
  const send: (message: never) => Promise<unknown> = env.JOBS.send
  await expect(Reflect.apply(send, env.JOBS, [large])).rejects.toMatchObject(refused)
  const key = await crypto.subtle.importKey('raw', new Uint8Array(8), 'PBKDF2', false, [
    'deriveBits',
  ])
  const rounds = (iterations: number) =>
    crypto.subtle.deriveBits(
      { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(8), iterations },
      key,
      256,
    )
  await expect(rounds(100_001)).rejects.toMatchObject(refused)
  expect((await rounds(1)).byteLength).toBe(32)
})
