import { execFile } from 'node:child_process'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { secretNames } from '../launch/secrets.ts'
import { aFolder } from '../testing.ts'
import { awaitReady } from './smoke-test.ts'
import { aDeploying, anOldDeployment, root } from './testing/a-deployment.ts'

const old = 'cloudvault 0.0.9; database 0020_shares.sql; build 0000000000000000'
const older = 'cloudvault 0.0.8; database 0019_more.sql; build 1111111111111111'

test('a deployment that breaks off goes on, and what is there is not made again', async () => {
  const { server, stateDir, run } = await aDeploying()
  const { account, writes } = server
  server.fail({ call: /^POST \/vectorize/, status: 400, code: 1, message: 'not now' })
  await expect(run([])).rejects.toThrow('not now')
  // After the upload: wrangler itself is stopped before the cron is set.
  server.fail({ call: /^PUT .*\/schedules/, status: 400, code: 2, message: 'no cron now' })
  await expect(run([])).rejects.toThrow('Run this again, it goes on')
  const secretsBefore = await readFile(join(stateDir, 'secrets.env'), 'utf8')
  const said = await run([])

  const made = ['POST /d1/database', 'POST /r2/buckets', 'PUT /workers/subdomain']
  for (const call of made) expect(writes.filter((each) => each === call)).toHaveLength(1)
  expect(writes.filter((each) => each === 'POST /queues')).toHaveLength(4)
  expect([...(account.indexes.get('cloudvault-vectors')?.metadata ?? [])]).toEqual([
    ['kind', 'string'],
    ['folder', 'string'],
  ])
  const jobs = account.queues.find(({ name }) => name === 'cloudvault-jobs')
  expect(jobs?.consumers).toMatchObject([
    { script: 'cloudvault', deadLetters: 'cloudvault-jobs-dead' },
  ])
  const [database] = account.databases.values()
  expect(database?.sqlite.prepare('select count(*) as n from d1_migrations').get()).not.toEqual({
    n: 0,
  })
  expect(database?.sqlite.prepare('select count(*) as n from files').get()).toEqual({ n: 0 })

  const worker = account.workers.get('cloudvault')
  expect([...(worker?.secrets.keys() ?? [])].sort()).toEqual([...secretNames].sort())
  expect(worker).toMatchObject({ crons: ['* * * * *'], isOnWorkersDev: true })
  const [id] = account.databases.keys()
  expect(worker?.versions.at(-1)?.bindings).toContainEqual(
    expect.objectContaining({ type: 'd1', name: 'DB', id }),
  )

  // The one secret that is told is the one that makes the first admin.
  expect(await readFile(join(stateDir, 'secrets.env'), 'utf8')).toBe(secretsBefore)
  expect((await stat(join(stateDir, 'secrets.env'))).mode & 0o777).toBe(0o600)
  const told = [...(worker?.secrets ?? [])].filter(([, value]) => said.includes(value))
  expect(told.map(([name]) => name)).toEqual([])

  const writesBefore = writes.length
  expect(await run([])).toContain('Everything is in place already')
  expect(writes.slice(writesBefore)).toEqual([])
  expect(server.unknown).toEqual([])
}, 120_000)

test('an upgrade notes where the database stood, widens it, sends no secret again, and may move to a domain', async () => {
  const { server, stateDir, run } = await aDeploying()
  const sqlite = await anOldDeployment(server, [old])
  const domain = ['--domain', 'photos.example.org']
  const said = await run(['upgrade', ...domain])
  const worker = server.account.workers.get('cloudvault')
  expect(worker).toMatchObject({ domains: ['photos.example.org'], isOnWorkersDev: false })
  expect(said).toContain('It runs at https://photos.example.org')
  expect(worker?.deployments).toHaveLength(2)
  expect(worker?.secrets.get('PASSWORD_PEPPER')).toBe('kept PASSWORD_PEPPER')
  expect(sqlite.prepare('select count(*) as n from people').get()).toEqual({ n: 0 })
  const bookmark = '00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683'
  expect(await readFile(join(stateDir, 'bookmarks.jsonl'), 'utf8')).toContain(bookmark)
  expect(said).toContain(`--bookmark=${bookmark}`)
  expect(said).toContain('npm run deploy -- rollback')

  expect(await run(domain)).toContain('Everything is in place')

  await run(['rollback'])
  expect(worker?.deployments.at(-1)?.versionId).toBe('version-0')
}, 120_000)

test('an upgrade makes no secrets, which might be lost with the machine that it runs on', async () => {
  const { server, run } = await aDeploying()
  await anOldDeployment(server, [old])
  server.account.workers.get('cloudvault')?.secrets.delete('RECOVERY_RECIPIENT')
  await expect(run(['upgrade'])).rejects.toThrow(/new secrets \(RECOVERY_RECIPIENT\)/)
  expect(server.account.workers.get('cloudvault')?.deployments).toHaveLength(1)
})

test('a version that does not answer is told, with what is wrong and how to go back', async () => {
  const broken = () => Promise.resolve(new Response('', { status: 500 }))
  await expect(awaitReady('https://vault.test', broken)).rejects.toThrow(
    /answers 500.*npm run deploy -- rollback/,
  )
})

describe('a rollback', () => {
  test('has the version before serve again, and leaves the database alone', async () => {
    const { server, run } = await aDeploying()
    await anOldDeployment(server, [older, old])
    expect(await run(['rollback'])).toContain('0.0.8')
    expect(server.writes).toEqual(['POST /workers/scripts/cloudvault/deployments'])
  })

  test('is refused where a migration took away what the version before reads', async () => {
    const { server, run } = await aDeploying()
    await anOldDeployment(server, [older, old])
    const narrowed = await aFolder()
    await mkdir(join(narrowed, 'migrations'))
    await writeFile(join(narrowed, 'migrations/0001_a.sql'), 'create table a (b text, c text)')
    await writeFile(join(narrowed, 'migrations/0020_b.sql'), 'alter table a drop column c')
    await expect(run(['rollback'], { root: narrowed })).rejects.toThrow('0020_b.sql')
    expect(server.writes).toEqual([])
  })

  test('is refused where there is nothing to go back to', async () => {
    const { server, run } = await aDeploying()
    await expect(run(['rollback'])).rejects.toThrow('There is no Worker named cloudvault')
    await anOldDeployment(server, [old])
    await expect(run(['rollback'])).rejects.toThrow('no version before')
  })
})

describe('a dry run', () => {
  test('says what would be made, and changes nothing', async () => {
    const { server, run } = await aDeploying()
    await anOldDeployment(server, [old])
    const lines = (await run(['--dry-run', '--vectors', 'durable'])).split('\n')
    const of = (kind: string) => lines.find((line) => line.startsWith(kind)) ?? ''
    expect(of('D1 database')).toContain('is there')
    expect(of('R2 bucket')).toContain('to make')
    expect(of('Migrations')).toMatch(/to make\s+\d+ to apply/)
    expect(of('Secrets')).toContain('is there')
    expect(of('Worker')).toMatch(/to make\s+0\.0\.9 → /)
    expect(of('Vectorize')).toBe('')
    expect(server.writes).toEqual([])
    expect(server.unknown).toEqual([])
  })

  test('works without a token, and a deployment does not', async () => {
    const env = { ...process.env, CLOUDFLARE_API_TOKEN: '' }
    const deploy = (...words: string[]) =>
      promisify(execFile)(process.execPath, ['home-node/deploy/deploy.ts', ...words], {
        cwd: root,
        env,
      })
    const { stdout } = await deploy('--dry-run', '--name', 'photos')
    expect(stdout).toMatch(/D1 database +photos +not looked up/)
    expect(stdout).toContain('photos-jobs-dead')
    await expect(deploy()).rejects.toThrow('CLOUDFLARE_API_TOKEN is missing')
  })
})

describe('a sentence that helps is said', () => {
  test.each([
    ['/d1', 'Account > D1 > Edit'],
    ['/r2', 'Account > Workers R2 Storage > Edit'],
    ['/queues', 'Account > Queues > Edit'],
    ['/vectorize', 'Account > Vectorize > Edit'],
    ['/workers', 'Account > Workers Scripts > Edit'],
  ])('where the token may not ask %s', async (part, permission) => {
    const { server, run } = await aDeploying()
    server.lacks.add(part)
    await expect(run([])).rejects.toThrow(`lacks the permission "${permission}"`)
    expect(server.writes).toEqual([])
  })

  test('where R2 is off, the token is unknown, or the account', async () => {
    const { server, run } = await aDeploying()
    const access = { baseUrl: server.baseUrl, token: 'another' }
    await expect(run([], { access })).rejects.toThrow('does not know this token')
    await expect(run([], { accountId: 'f'.repeat(32) })).rejects.toThrow('no such account')
    server.account.hasR2 = false
    await expect(run([])).rejects.toThrow('R2 is not switched on')
    expect(server.writes).toEqual([])
  })

  test('and nothing where Cloudflare only wants to be asked less often', async () => {
    const { server, run } = await aDeploying()
    const [status, headers] = [429 as const, { 'retry-after': '0' }]
    server.fail({ call: /^GET \/d1/, times: 2, status, code: 971, message: 'slow down', headers })
    expect(await run(['--dry-run'])).toContain('D1 database')
  })
})
