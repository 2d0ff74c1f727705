import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileListSchema } from '#contracts/files'
import {
  type OpenAiServer,
  startOpenAiServer,
} from '../../home-node/faults/studio/openai-server.ts'
import { type SignedIn, startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'
import { signedInPage } from './signed-in-page.ts'

const password = 'correct horse battery'

// Somebody makes a canvas and pictures on it, step by step.
describe('making pictures in the browser', () => {
  let provider: OpenAiServer
  let vault: Vault
  let browser: Browser
  let admin: SignedIn
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    provider = await startOpenAiServer()
    const state = await mkdtemp(join(tmpdir(), 'cloudvault-'))
    const secrets = [
      'OPENAI_API_KEY=sk-tests-only',
      `OPENAI_BASE_URL=${provider.url}`,
      'OPENAI_IMAGE_MODEL=drawn',
      'OPENAI_CHAT_MODEL=writer',
    ]
    await writeFile(join(state, 'secrets.env'), `${secrets.join('\n')}\n`)
    ;[vault, browser] = await Promise.all([startVault({ state }), openBrowser()])
    admin = await vault.setupAdmin('ada', password)
    ;({ page, complaints } = await signedInPage(browser, vault.url, password))
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
    await provider?.close()
  })

  const field = () => page.locator('[data-prompt-field]')
  const pictures = () => page.locator('.studio-tile .studio-picture')

  it('a canvas is made from the empty studio', async () => {
    await page.goto(`${vault.url}/studio`)
    await page.getByRole('button', { name: 'Begin a canvas' }).click()
    await page.getByLabel('Name').fill('Lakes')
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.waitForURL(/\/studio\/cnv_/)
    await field().waitFor()
  })

  it('words become a picture while they are typed, small first and whole when one stops', async () => {
    await field().fill('a lake at dawn')
    await pictures().first().waitFor()
    await expect
      .poll(() => provider.asked.filter(({ prompt }) => prompt === 'a lake at dawn').length)
      .toBe(2)
    const sizes = provider.asked.map(({ size }) => size)
    expect(sizes).toEqual(['512x512', '1024x1024'])
    // Words alone change it: both are of one seed.
    expect(new Set(provider.asked.map(({ seed }) => seed)).size).toBe(1)
  })

  it('variations by other words are seen, and changed, before a picture is made', async () => {
    const before = provider.asked.length
    await page.getByRole('button', { name: /^Several more/ }).click()
    await page.getByRole('button', { name: 'Other words', exact: true }).click()
    await page.getByRole('button', { name: 'Write them' }).click()
    await page.getByLabel('Words of variation 1', { exact: true }).fill('a lake at noon')
    expect(provider.asked.filter(({ path }) => path.includes('images'))).toHaveLength(before)
    for (const at of [2, 3, 4]) await page.getByLabel(`Make variation ${at}`).uncheck()
    await page.getByRole('button', { name: 'Make 1 picture' }).click()
    await expect.poll(() => pictures().count()).toBe(2)
    expect(provider.asked.at(-1)?.prompt).toBe('a lake at noon')
  })

  it('a picture that is liked and kept is a favourite, and a file of the library', async () => {
    const actions = page.getByRole('toolbar', { name: 'What to do with the chosen picture' })
    await actions.getByRole('button', { name: 'Make it a favourite' }).click()
    await actions.getByRole('button', { name: 'Keep it in the library' }).click()
    await page.getByRole('button', { name: 'Keep here' }).click()
    await actions.getByRole('link', { name: 'In the library' }).waitFor()
    const { items } = fileListSchema.parse(await (await admin.fetch('/api/files')).json())
    expect(items).toHaveLength(1)
    await page.reload()
    await page.getByRole('button', { name: 'Favourites', exact: true }).click()
    await page.getByRole('button', { name: 'Put on the canvas: a lake at noon' }).click()
    await expect.poll(() => page.locator('.studio-tile').count()).toBe(3)
    expect(complaints).toEqual([])
  })
})
