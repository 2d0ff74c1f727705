import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileListSchema } from '#contracts/files'
import { type SignedIn, startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'
import { signedInPage } from './signed-in-page.ts'

const password = 'correct horse battery'

// One person looks for pictures by what is written about them, step by step.
describe('search in the browser', () => {
  let vault: Vault
  let browser: Browser
  let admin: SignedIn
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    ;[vault, browser] = await Promise.all([startVault(), openBrowser()])
    admin = await vault.setupAdmin('ada', password)
    ;({ page, complaints } = await signedInPage(browser, vault.url, password))
    for (const [at, name] of names.entries()) {
      const create = { width: 200 + at * 50, height: 200, channels: 3, background: '#385' } as const
      const buffer = await sharp({ create }).png().toBuffer()
      await page.setInputFiles('input[data-picker]', [{ name, mimeType: 'image/png', buffer }])
      await page.locator(`.tile[aria-label="${name}"] .tile-picture.is-loaded`).waitFor()
    }
    await page.locator('.upload-panel').getByLabel('Close').click()
    await tag('lake.png', ['water', 'evening'])
    await tag('harbour.png', ['water'])
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  async function tag(name: string, tags: string[]) {
    const answer = await admin.fetch('/api/files')
    const file = fileListSchema.parse(await answer.json()).items.find((each) => each.name === name)
    const tagged = await admin.fetch(`/api/files/${file?.id}/tags`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ tags }),
    })
    expect(tagged.status).toBe(200)
  }

  const names = ['lake.png', 'harbour.png', 'desert.png']
  const field = () => page.getByRole('combobox', { name: 'Search', exact: true })
  const found = () => page.locator('.search-found .tile')
  const said = (words: string) => page.locator('.search-count', { hasText: words }).waitFor()
  const addressed = (query: string) =>
    page.waitForFunction((q) => new URLSearchParams(location.search).get('q') === q, query)

  it('finds by name as one types, after / from any page', async () => {
    await page.keyboard.press('/')
    await page.keyboard.type('desert')
    await said('1 file')
    expect(await found().first().getAttribute('aria-label')).toBe('desert.png, name: desert')
    expect(new URL(page.url()).pathname).toBe('/search')
  })

  it('finds by tag, and leaves out by -word, which a click takes away again', async () => {
    await field().fill('tag:water')
    await said('2 files')
    await field().fill('tag:water -evening')
    await said('1 file')
    expect(await found().first().getAttribute('aria-label')).toMatch(/^harbour\.png/)
    await page.getByRole('button', { name: 'Take “not evening” out of the search' }).click()
    await said('2 files')
    await addressed('tag:water')
  })

  it('opens what was found, says why, and comes back to it', async () => {
    await page.locator('.tile[data-file][aria-label^="lake.png"]').click()
    await page.getByRole('dialog', { name: 'lake.png' }).waitFor()
    await page.getByText('Found by').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.tile[aria-label^="lake.png"]:focus').waitFor()
    await said('2 files')
    await addressed('tag:water')
  })

  it('says when no file has all words, and when there is nothing', async () => {
    await field().fill('desert harbour')
    await page.getByText('No file has all of this').waitFor()
    await said('2 files')
    await field().fill('xyzzy')
    await page.getByRole('heading', { name: 'Nothing found for “xyzzy”' }).waitFor()
  })

  it('looks for pictures like the one that is open, which a click takes away again', async () => {
    await field().fill('lake')
    await said('1 file')
    await found().first().click()
    await page.getByRole('dialog').getByRole('link', { name: 'Similar pictures' }).click()
    const chip = page.getByRole('button', { name: 'Take “like lake.png” out of the search' })
    await chip.waitFor()
    expect(new URL(page.url()).search).toMatch(/^\?like=fil_/)
    // Nothing can compare pictures in this vault, and the page says what it would take.
    await page.getByText('Semantic search, by what pictures show, needs the download').waitFor()
    await page.getByRole('button', { name: /^Download \d+ MB$/ }).waitFor()
    await chip.click()
    await page.getByRole('heading', { name: 'What can be asked' }).waitFor()
  })

  it('keeps a search under a name, beside the albums, with what comes later', async () => {
    await field().fill('tag:water')
    await page.keyboard.press('Enter')
    await said('2 files')
    await page.getByRole('button', { name: 'Save this search' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('By the water')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByText('“By the water” is saved').waitFor()
    await page.getByRole('link', { name: 'Albums' }).first().click()
    await page.getByRole('link', { name: /^By the water/ }).click()
    await page.locator('.saved-head', { hasText: '2 files' }).waitFor()
    await tag('desert.png', ['water'])
    await page.locator('.saved-head', { hasText: '3 files' }).waitFor()
  })

  it('gives a saved search another name, and deletes it with a way back', async () => {
    await page.getByRole('button', { name: 'Rename By the water' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Wet')
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('heading', { name: 'Wet' }).waitFor()
    await page.getByRole('button', { name: 'Delete Wet' }).click()
    await page.waitForURL('**/albums')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('heading', { name: 'Wet' }).waitFor()
    await page.locator('.saved-head', { hasText: '3 files' }).waitFor()
  })

  it('offers the last searches by key, and forgets them when one signs out', async () => {
    await field().fill('xyzzy')
    await page.keyboard.press('Escape')
    await page.getByRole('option', { name: 'tag:water' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await said('3 files')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Username').waitFor()
    await page.waitForFunction(() => !Object.keys(localStorage).join().includes('searches'))
    expect(complaints).toEqual([])
  })
})
