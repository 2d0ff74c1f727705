import { resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'
import { signedInPage } from './signed-in-page.ts'

const password = 'correct horse battery'

/** A group of people, from a package that shows what it finds in them. */
function aParty(): Promise<Buffer> {
  const samples = resolve('node_modules/@vladmandic/human/assets/samples.jpg')
  return sharp(samples).resize({ width: 1_000 }).jpeg().toBuffer()
}

/** A sign with words that stand nowhere else. */
function aSign(): Promise<Buffer> {
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="500">
    <rect width="100%" height="100%" fill="#fff"/>
    <text x="60" y="290" font-family="sans-serif" font-size="100">PLATFORM NINE</text>
  </svg>`
  return sharp(Buffer.from(text)).png().toBuffer()
}

// What engines find in pictures, from the indexing page to the box in the viewer, step by step.
describe('what is found in pictures', () => {
  let vault: Vault
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    ;[vault, browser] = await Promise.all([startVault(), openBrowser()])
    await vault.setupAdmin('ada', password)
    ;({ page, complaints } = await signedInPage(browser, vault.url, password))
    await page.setInputFiles('input[data-picker]', [
      { name: 'one.png', mimeType: 'image/png', buffer: await aSign() },
      { name: 'two.jpg', mimeType: 'image/jpeg', buffer: await aParty() },
    ])
    for (const name of ['one.png', 'two.jpg'])
      await page.locator(`.tile[aria-label="${name}"] .tile-picture.is-loaded`).waitFor()
    await page.locator('.upload-panel').getByLabel('Close').click()
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  const field = () => page.getByRole('combobox', { name: 'Search', exact: true })
  const found = () => page.locator('.search-found .tile')
  const said = (words: string) => page.locator('.search-count', { hasText: words }).waitFor()
  const details = () => page.getByRole('complementary', { name: 'Details' })

  it('the indexing page says how far the engines are, and which they are', async () => {
    await page.getByRole('link', { name: 'Admin', exact: true }).click()
    await page.getByRole('link', { name: 'Indexing' }).click()
    await page.getByText('All of 2 files').waitFor({ timeout: 150_000 })
    await page.getByText('Up to date').waitFor()
    expect(await page.locator('.indexing-engines').innerText()).toMatch(/centernet/)
    await page.getByRole('button', { name: 'Index again…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('list', { name: 'Models' }).getByText('Not downloaded').first().waitFor()
  })

  it('finds a picture by the words that stand in it, and shows them', async () => {
    await field().fill('platform')
    await said('1 file')
    expect(await found().first().getAttribute('aria-label')).toMatch(
      /^one\.png, text in the picture: platform/i,
    )
    await found().first().click()
    await details()
      .getByText(/PLATFORM NINE/)
      .waitFor()
    await details().getByRole('button', { name: 'Copy', exact: true }).waitFor()
    await details()
      .getByText(/^Looked at by /)
      .waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Searched by words.').waitFor()
  })

  it('finds a picture by an object in it, and draws where it is', async () => {
    await field().fill('person')
    const tile = page.locator('.search-found .tile[aria-label^="two.jpg, "]')
    await tile.waitFor()
    expect(await tile.getAttribute('aria-label')).toMatch(/\bperson/)
    await tile.click()
    const object = details()
      .getByRole('button', { name: /person, \d+ %: show where/ })
      .first()
    await object.focus()
    await page.locator('.found-box', { hasText: 'person' }).waitFor()
    await object.press('Enter')
    await page.getByRole('button', { name: 'Back (Esc)' }).focus()
    await page.locator('.found-box', { hasText: 'person' }).waitFor()
    expect(complaints).toEqual([])
  })
})
