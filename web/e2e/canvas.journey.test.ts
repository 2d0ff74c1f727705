import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  type OpenAiServer,
  startOpenAiServer,
} from '../../home-node/faults/studio/openai-server.ts'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'
import { signedInPage } from './signed-in-page.ts'

const password = 'correct horse battery'

describe('a canvas', () => {
  let stateDir: string
  let provider: OpenAiServer
  let vault: Vault
  let browser: Browser
  let page: Page
  let complaints: string[]
  let address: string
  let other: BrowserContext | undefined

  beforeAll(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'cloudvault-'))
    provider = await startOpenAiServer()
    const settings = {
      OPENAI_API_KEY: 'sk-tests-only',
      OPENAI_BASE_URL: provider.url,
      OPENAI_IMAGE_MODEL: 'drawn',
    }
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
    await appendFile(join(stateDir, 'secrets.env'), lines.join(''), { mode: 0o600 })
    const starting = startVault({ state: stateDir, isWorkerAlone: true })
    ;[vault, browser] = await Promise.all([starting, openBrowser()])
    const ada = await vault.setupAdmin('ada', password)
    const made = await ada.fetch('/api/canvases', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Boats' }),
    })
    const { id } = z.object({ id: z.string() }).parse(await made.json())
    address = `${vault.url}/studio/${id}`
    ;({ page, complaints } = await signedInPage(browser, vault.url, password))
    await page.goto(address)
    await field().waitFor()
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
    await provider?.close()
    await rm(stateDir, { recursive: true, force: true })
  })

  const field = () => page.locator('[data-prompt-field]')
  const picture = () => page.locator('.studio-tile-prompt .studio-picture')
  const notes = (on: Page) => on.locator('.studio-tile-note')
  /** Where everything lies, and what it says. */
  const layout = (on: Page) =>
    on
      .locator('.studio-tile')
      .evaluateAll((tiles) =>
        tiles
          .map(
            (tile) =>
              `${tile.getAttribute('data-tile')} ${tile.getAttribute('style')} ${tile.textContent}`,
          )
          .sort(),
      )

  it('shows pictures while somebody types, in the order of the words and never an earlier one', async () => {
    // Every picture that the tile shows, as it is put there.
    await page.evaluate(() => {
      const seen: string[] = []
      Object.assign(window, { seenPictures: seen })
      new MutationObserver(() => {
        const shown = document.querySelector<HTMLImageElement>('.studio-tile-prompt img')
        if (shown && seen.at(-1) !== shown.src) seen.push(shown.src)
      }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['src'] })
    })
    await field().pressSequentially('a red boat', { delay: 20 })
    await picture().waitFor()
    // The answer to these words comes after that to the next ones.
    provider.delayMs = 2_500
    const asked = provider.asked.length
    await field().press('End')
    await field().pressSequentially(' at dawn')
    await expect.poll(() => provider.asked.length, { timeout: 15_000 }).toBeGreaterThan(asked)
    provider.delayMs = 0
    await field().pressSequentially(', calm sea')
    const whole = 'a red boat at dawn, calm sea'
    const isAsked = () => provider.asked.filter(({ prompt }) => prompt === whole).length
    await expect.poll(isAsked, { timeout: 15_000 }).toBeGreaterThan(1)
    await expect.poll(() => page.locator('.studio-progress').count(), { timeout: 15_000 }).toBe(0)
    const seen = z
      .array(z.string())
      .parse(await page.evaluate(() => Reflect.get(window, 'seenPictures')))
    const made = seen.map((src) => /gen_\w{26}/.exec(src)?.[0] ?? src)
    expect(made.length).toBeGreaterThan(1)
    expect(made).toEqual([...new Set(made)].sort())
    expect(provider.asked.some(({ left }) => left)).toBe(true)
  })

  it('takes words back with their picture, and has lost nothing after a reload', async () => {
    const before = await picture().getAttribute('src')
    await field().press('End')
    await field().pressSequentially(' in fog')
    await expect.poll(() => picture().getAttribute('src'), { timeout: 15_000 }).not.toBe(before)
    await field().press('Escape')
    await page.keyboard.press('Control+z')
    const tile = page.locator('.studio-tile-prompt')
    await expect.poll(() => tile.getAttribute('aria-label')).not.toContain('fog')
    await page.keyboard.press('n')
    await page.keyboard.type('Keep the mast')
    await page.keyboard.press('Escape')
    const left = await layout(page)
    await page.reload()
    await notes(page).waitFor()
    await expect.poll(() => layout(page)).toEqual(left)
  })

  it('is the same on two pages after edits on both while one was cut off', async () => {
    other = await browser.newContext({ storageState: await page.context().storageState() })
    const second = await other.newPage()
    await second.goto(address)
    await notes(second).waitFor()
    await page.context().setOffline(true)
    await page.getByText('No connection', { exact: false }).first().waitFor()
    await page.locator('.studio-stage').focus()
    await page.keyboard.press('n')
    await page.keyboard.type('Written without a line')
    await page.keyboard.press('Escape')
    await second.locator('.studio-stage').focus()
    await second.keyboard.press('n')
    await second.keyboard.type('Written meanwhile')
    await second.keyboard.press('Escape')
    await second.keyboard.press('Control+a')
    await second.keyboard.press('Shift+ArrowRight')
    await page.context().setOffline(false)
    await expect.poll(() => notes(page).count(), { timeout: 20_000 }).toBe(3)
    await expect.poll(() => notes(second).count()).toBe(3)
    await second.keyboard.press('Escape')
    await page.locator('.studio-stage').focus()
    await page.keyboard.press('Escape')
    const plain = async (on: Page) => (await layout(on)).map((line) => line.replace(', chosen', ''))
    await expect.poll(() => plain(page)).toEqual(await plain(second))
    expect(complaints).toEqual([])
  })
})
