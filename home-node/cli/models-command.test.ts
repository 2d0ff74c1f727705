import { execFile } from 'node:child_process'
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modelListSchema, semanticSearchSchema } from '#contracts/models'
import { type SignedIn, startVault, type Vault } from '../launch/vault.ts'
import { declareMade } from '../models/made/made-folder.ts'
import { serveHub } from '../models/made/serve-hub.ts'

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
let root: string
let hub: { url: string; close(): void }
let vault: Vault
let admin: SignedIn

/** A whole vault whose hub is on loopback and has tiny made models, two of which are declared. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'cloudvault-models-'))
  const models = join(root, 'models')
  await declareMade(models, { id: 'made-tiny', files: join(root, 'hub', 'made-tiny') })
  await declareMade(models, { id: 'made-copied', seed: 2, files: join(root, 'copied') })
  hub = await serveHub(join(root, 'hub', 'made-tiny'))
  vault = await startVault({ env: { CLOUDVAULT_MODELS: models, CLOUDVAULT_MODEL_HUB: hub.url } })
  admin = await vault.setupAdmin()
}, 120_000)
afterAll(async () => {
  await vault.stop()
  hub.close()
  await rm(root, { recursive: true, force: true })
}, 30_000)

async function cloudvault(...args: string[]) {
  const env = { CLOUDVAULT_STATE: vault.stateDir }
  return await promisify(execFile)(process.execPath, [cli, 'models', ...args], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
}
const search = async () =>
  semanticSearchSchema.parse(await (await admin.fetch('/api/models')).json())

describe('cloudvault models', () => {
  it('lists what there is, and fetches nothing unasked', async () => {
    const { stdout } = await cloudvault()
    expect(stdout).toMatch(/^clip-vit-b32 \* +CLIP ViT-B\/32 +missing +0 B of 156 MB/m)
    expect(stdout).toMatch(/^made-tiny +Made tiny model +missing/m)
    expect((await search()).state).toBe('missing')
  })

  it('fetches a model, which search uses from then on', async () => {
    const done = await cloudvault('fetch', 'made-tiny')
    expect([done.code, done.stderr]).toEqual([0, ''])
    expect(done.stdout).toBe(
      'Made tiny model is there, and its files are as published. Search uses it.\n',
    )
    expect(await search()).toMatchObject({ state: 'ready', model: { id: 'made-tiny' } })
  })

  it('fails with a sentence where the hub does not have a model', async () => {
    const done = await cloudvault('fetch', 'clip-vit-b32')
    expect([done.code, done.stdout]).toEqual([
      1,
      'CLIP ViT-B/32: The hub does not have this model.\n',
    ])
  })

  it('verifies, finds a file that was changed, and mends it by fetching', async () => {
    const path = join(root, 'models', 'made-tiny', 'tokenizer.json')
    expect((await cloudvault('verify')).code).toBe(0)
    await appendFile(path, ' ')
    const broken = await cloudvault('verify', 'made-tiny')
    expect([broken.code, broken.stdout]).toEqual([
      ...[1, 'Made tiny model: Not as published: tokenizer.json. Fetch the model again.\n'],
    ])
    expect((await search()).state).toBe('broken')
    expect((await cloudvault('fetch', 'made-tiny')).code).toBe(0)
    expect((await search()).state).toBe('ready')
  })

  it('takes files that were copied in, and chooses them when it is told', async () => {
    const early = await cloudvault('choose', 'made-copied')
    expect([early.code, early.stderr]).toEqual([
      ...[1, 'Fetch this model first: it is not there yet.\n'],
    ])
    await cp(join(root, 'copied'), join(root, 'models', 'made-copied'), { recursive: true })
    expect((await cloudvault('verify', 'made-copied')).stdout).toContain('Search uses another one.')
    expect((await cloudvault('choose', 'made-copied')).stdout).toContain('Search uses it.')
  })

  it('is what an admin can do from the page too', async () => {
    const act = (action: string) =>
      admin.fetch(`/api/admin/models/made-tiny/${action}`, { method: 'POST' })
    await rm(join(root, 'models', 'made-tiny', 'tokenizer.json'))
    await act('fetch')
    const list = async () =>
      modelListSchema.parse(await (await admin.fetch('/api/admin/models')).json()).models
    const stateOf = async () => (await list()).find(({ id }) => id === 'made-tiny')?.state
    while ((await stateOf()) === 'fetching');
    expect(await stateOf()).toBe('ready')
    expect((await act('choose')).status).toBe(200)
    expect((await search()).model?.id).toBe('made-tiny')
  })

  it.each([
    [['forget'], 'models takes nothing'],
    [['choose'], 'models takes nothing'],
    [['fetch', 'a', 'b'], 'models takes nothing'],
    [['fetch', '../x'], 'Invalid'],
    [['fetch', 'no-such'], 'There is no such model.'],
  ])('says what is wrong with %j', async (args, sentence) => {
    const { code, stderr } = await cloudvault(...args)
    expect([code, stderr]).toEqual([1, expect.stringContaining(sentence)])
  })
})
