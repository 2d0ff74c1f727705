import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { declareMade } from '../../home-node/models/made/made-folder.ts'
import { serveHub } from '../../home-node/models/made/serve-hub.ts'
import { openBrowser } from './browser.ts'
import { signedInPage } from './signed-in-page.ts'

const password = 'correct horse battery'

// An admin fetches models from a hub that has a made one and lacks the one that is wanted first.
describe('models in the browser', () => {
  let root: string
  let hub: { url: string; close(): void }
  let vault: Vault
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'cloudvault-models-page-'))
    const models = join(root, 'models')
    await declareMade(models, { id: 'made-tiny', files: join(root, 'hub') })
    hub = await serveHub(join(root, 'hub'))
    const env = { CLOUDVAULT_MODELS: models, CLOUDVAULT_MODEL_HUB: hub.url }
    ;[vault, browser] = await Promise.all([startVault({ env }), openBrowser()])
    await vault.setupAdmin('ada', password)
    ;({ page, complaints } = await signedInPage(browser, vault.url, password))
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
    hub?.close()
    await rm(root, { recursive: true, force: true })
  })

  const rowOf = (name: string) =>
    page.getByRole('list', { name: 'Models' }).getByRole('listitem').filter({ hasText: name })

  it('a search offers the download, and says why it failed', async () => {
    await page.keyboard.press('/')
    await page.keyboard.type('sunset')
    await page.getByText('Searched by words.').waitFor()
    await page.getByRole('button', { name: /^Download \d+ MB$/ }).click()
    await page.getByText('The hub does not have this model.').waitFor()
    // Its tokenizer came, for the hub has one under that name.
    await page.getByRole('button', { name: /^Go on, \d+ MB$/ }).waitFor()
  })

  it('the administration fetches another one, which search uses from then on', async () => {
    await page.getByRole('link', { name: 'Admin', exact: true }).click()
    await page.getByRole('link', { name: 'Indexing' }).click()
    await rowOf('CLIP').getByText('Broke off').waitFor()
    await rowOf('Made tiny model')
      .getByRole('button', { name: /^Download/ })
      .click()
    await rowOf('Made tiny model').getByText('Ready').waitFor()
    await rowOf('Made tiny model').getByText('In use').waitFor()
    await rowOf('Made tiny model').getByRole('button', { name: 'Check the files' }).click()
    await page.getByText('The files of Made tiny model are checked.').waitFor()
    await rowOf('Made tiny model').getByText('Ready').waitFor()
  })

  it('a search asks the model then, once pictures were looked at by it', async () => {
    const field = page.getByRole('combobox', { name: 'Search', exact: true })
    await field.fill('sunset')
    await page
      .getByText('The model has not looked at any picture here yet')
      .waitFor({ timeout: 60_000 })
    const create = { width: 300, height: 200, channels: 3, background: '#e73' } as const
    const buffer = await sharp({ create }).png().toBuffer()
    await page.setInputFiles('input[data-picker]', [
      { name: 'evening.png', mimeType: 'image/png', buffer },
    ])
    await page.goto(`${vault.url}/admin/indexing`)
    await page.getByText('All of 1 file').waitFor({ timeout: 90_000 })
    await field.fill('sunset')
    await page.getByText('Pictures were compared with it too, by made-tiny@1.').waitFor()
    expect(complaints).toEqual([])
  })
})
