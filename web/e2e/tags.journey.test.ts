import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileListSchema } from '#contracts/files'
import { tagListSchema } from '#contracts/tags'
import { type SignedIn, startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'
import { signedInPage } from './signed-in-page.ts'

const password = 'correct horse battery'

// One person puts their tags in order, step by step.
describe('tags in the browser', () => {
  let vault: Vault
  let browser: Browser
  let admin: SignedIn
  let page: Page
  let complaints: string[]

  const names = ['one.png', 'two.png', 'three.png']

  beforeAll(async () => {
    ;[vault, browser] = await Promise.all([startVault(), openBrowser()])
    admin = await vault.setupAdmin('ada', password)
    ;({ page, complaints } = await signedInPage(browser, vault.url, password))
    for (const [at, name] of names.entries()) {
      const create = {
        width: 200 + at * 50,
        height: 200,
        channels: 3,
        background: '#ff0000',
      } as const
      const buffer = await sharp({ create }).png().toBuffer()
      await page.setInputFiles('input[data-picker]', [{ name, mimeType: 'image/png', buffer }])
      await page.locator(`.tile[aria-label="${name}"] .tile-picture.is-loaded`).waitFor()
    }
    await page.locator('.upload-panel').getByLabel('Close').click()
    const answer = await admin.fetch('/api/files')
    const files = fileListSchema.parse(await answer.json()).items
    for (const [at, { id }] of files.entries()) {
      const tags = at === 0 ? ['lake', 'lago'] : ['lake']
      await admin.fetch(`/api/files/${id}/tags`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ tags }),
      })
    }
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  const card = (tag: string) =>
    page.locator('.tag-card', { has: page.getByText(tag, { exact: true }) })
  const choose = (tag: string) => page.getByLabel(`Choose ${tag}`, { exact: true }).check()
  const chip = (tag: string) => page.locator('.viewer .tag', { hasText: tag })
  const undo = (words: string) =>
    page.locator('.toast', { hasText: words }).getByRole('button', { name: 'Undo' }).click()
  const counts = async () => {
    const { items } = tagListSchema.parse(await (await admin.fetch('/api/tags')).json())
    return Object.fromEntries(items.map(({ tag, files }) => [tag, files]))
  }

  it('are listed with how many files have them, whoever said so, and a picture', async () => {
    await page.locator('.rail').getByRole('link', { name: 'Tags' }).click()
    await card('lake').getByText('3 files · by hand').waitFor()
    await card('red').getByText('3 files').waitFor()
    await card('lake').locator('img.is-loaded').waitFor()
    await page.getByLabel('Find a tag').fill('LAG')
    await card('red').waitFor({ state: 'detached' })
    expect(await page.locator('.tag-card-name').allTextContents()).toEqual(['lago'])
    await page.getByLabel('Find a tag').fill('nothing like it')
    await page.getByText('No tag has “nothing like it” in its name.').waitFor()
    await page.getByLabel('Find a tag').fill('')
    await card('red').waitFor()
  })

  it('are renamed by key, and back', async () => {
    await card('lago').getByRole('link').focus()
    await page.keyboard.press('F2')
    await page.getByLabel('New name').fill('  Lago  Maggiore ')
    await page.keyboard.press('Enter')
    await card('lago maggiore').waitFor()
    await undo('is “lago maggiore” now.')
    await card('lago').waitFor()
    await card('lago').getByRole('link').focus()
    await page.keyboard.press('F2')
    await page.getByLabel('New name').fill('lake')
    await page.keyboard.press('Enter')
    await page.getByText('There is a tag “lake” already. Merge them.').waitFor()
    await page.keyboard.press('Escape')
  })

  it('are merged into the name that is chosen', async () => {
    await choose('lake')
    await choose('lago')
    await page.getByRole('button', { name: 'Merge' }).click()
    await page.getByRole('dialog').getByLabel('lago').check()
    await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click()
    await card('lago').getByText('3 files · by hand').waitFor()
    await card('lake').waitFor({ state: 'detached' })
    expect(await counts()).toEqual({ lago: 3, red: 3 })
  })

  it('lead to their files, where one is confirmed and taken away with a way back', async () => {
    await card('lago').getByRole('link').click()
    await page.waitForFunction(() => new URLSearchParams(location.search).get('q') === 'tag:lago')
    await page.locator('.search-found .tile').first().click()
    await chip('lago').waitFor()
    await page.getByLabel('Take the tag lago away').click()
    await chip('lago').waitFor({ state: 'detached' })
    expect(await counts()).toEqual({ lago: 2, red: 3 })
    await undo('“lago” is taken away.')
    await chip('lago').waitFor()
    await page.getByLabel('Take the tag red away').click()
    await chip('red').waitFor({ state: 'detached' })
    await page.getByLabel('Add a tag').fill('Sea')
    await page.keyboard.press('Enter')
    await chip('sea').waitFor()
    expect(await counts()).toEqual({ lago: 3, red: 2, sea: 1 })
    await undo('Tagged “sea”.')
    await chip('sea').waitFor({ state: 'detached' })
  })

  it('are deleted after a question', async () => {
    await page.goto(`${vault.url}/tags`)
    await choose('lago')
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('3 files lose it').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await card('lago').waitFor({ state: 'detached' })
    expect(await counts()).toEqual({ red: 2 })
  })

  it('have labels behind them, which are turned off, added and asked', async () => {
    await page.getByRole('link', { name: 'What is looked for' }).click()
    await page.getByText('Labels need pictures that a CLIP model has looked at.').waitFor()
    await page.getByRole('button', { name: 'dog', exact: true }).click()
    await page.getByLabel('Add to things').fill('Red Kite')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Ask a question' }).click()
    await page.getByLabel('Tag for yes').fill('our cat')
    await page.getByLabel('What a picture shows then').fill('a grey cat with white paws')
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.', { exact: false }).waitFor()
    await page.reload()
    const label = (name: string) => page.getByRole('button', { name, exact: true })
    expect(await label('dog').getAttribute('aria-pressed')).toBe('false')
    expect(await label('red kite').getAttribute('aria-pressed')).toBe('true')
    await page.getByText('a grey cat with white paws, not any other picture').waitFor()
    expect(complaints).toEqual([])
  })
})
