import exifr from 'exifr'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'
import { signedInPage } from './signed-in-page.ts'

const password = 'correct horse battery'
const telling = {
  IFD0: { Make: 'Acme', Artist: 'Nobody At All' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '46/1 31/1 0/1' },
}

// Somebody makes a link to two pictures; somebody else opens it, without an account and a script.
describe('a link in the browser', () => {
  let vault: Vault
  let browser: Browser
  let owner: Page
  let complaints: string[]

  beforeAll(async () => {
    ;[vault, browser] = await Promise.all([startVault(), openBrowser()])
    await vault.setupAdmin('ada', password)
    ;({ page: owner, complaints } = await signedInPage(browser, vault.url, password))
    for (const [at, name] of ['one.jpg', 'two.jpg'].entries()) {
      const create = { width: 600 + at * 50, height: 400, channels: 3, background: '#2a7' } as const
      const buffer = await sharp({ create }).withExif(telling).jpeg().toBuffer()
      await owner.setInputFiles('input[data-picker]', [{ name, mimeType: 'image/jpeg', buffer }])
      await owner.locator(`.tile[aria-label="${name}"] .tile-picture.is-loaded`).waitFor()
    }
    await owner.locator('.upload-panel').getByLabel('Close').click()
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  it('is made in the viewer, opened by a visitor, seen by its owner, and taken back', async () => {
    await owner.locator('.tile[aria-label="one.jpg"]').click()
    await owner.getByRole('button', { name: 'Make a link…' }).click()
    const dialog = owner.getByRole('dialog', { name: 'Make a link' })
    await dialog.getByLabel('Title').fill('Two days in green')
    await dialog.getByLabel('Visitors may keep').selectOption({ label: 'The originals' })
    await dialog.getByText('More', { exact: true }).click()
    await dialog.getByLabel('Address').fill('green-days')
    await dialog.getByRole('button', { name: 'Make the link' }).click()
    const ready = owner.getByRole('dialog', { name: 'The link is ready' })
    await ready.getByRole('img', { name: /QR code/ }).waitFor()
    const address = await ready.getByRole('textbox', { name: 'Address' }).inputValue()
    expect(address).toBe(`${vault.url}/s/green-days`)
    await ready.getByRole('button', { name: 'Done' }).click()

    const context = await browser.newContext({ javaScriptEnabled: false })
    const visitor = await context.newPage()
    await visitor.goto(address)
    await visitor.getByRole('heading', { name: 'Two days in green' }).waitFor()
    await visitor.locator('.grid a').click()
    const opened = visitor.locator('.view:target')
    await opened.locator('img').waitFor({ state: 'visible' })
    const href = await opened.getByRole('link', { name: /Download/ }).getAttribute('href')
    const original = await (await fetch(vault.url + href)).arrayBuffer()
    const said: unknown = await exifr.parse(Buffer.from(original), { gps: true, xmp: true })
    expect(JSON.stringify(said ?? {})).not.toMatch(/Acme|Nobody|atitude/)
    await context.close()

    await owner.goto(`${vault.url}/shares`)
    const row = owner.locator('.links li', { hasText: 'Two days in green' })
    await row.getByText('1 visit').waitFor()
    await row.getByRole('button', { name: 'Take Two days in green back' }).click()
    await row.getByText('Taken back').waitFor()
    expect((await fetch(address)).status).toBe(404)
    await owner.locator('.toast').getByRole('button', { name: 'Undo' }).click()
    await row.getByText('Open', { exact: true }).waitFor()
    expect((await fetch(address)).status).toBe(200)
    expect(complaints).toEqual([])
  })
})
