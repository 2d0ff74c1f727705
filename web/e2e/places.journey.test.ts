import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'
import { signedInPage } from './signed-in-page.ts'

const password = 'correct horse battery'

/** Clouds of light and dark, others for every seed, with a place in it where one is given. */
async function clouds(seed: number, width: number, place?: { north: string; east: string }) {
  let state = seed
  const pixels = Buffer.alloc(12 * 9).map(() => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return (state >> 16) % 256
  })
  const gps = place && {
    ...{ GPSLatitudeRef: 'N', GPSLatitude: place.north },
    ...{ GPSLongitudeRef: 'E', GPSLongitude: place.east },
  }
  return await sharp(pixels, { raw: { width: 12, height: 9, channels: 1 } })
    .resize(width, (width * 3) / 4, { kernel: 'cubic' })
    .withExif({ ...(gps && { IFD3: gps }) })
    .jpeg({ quality: 80 })
    .toBuffer()
}

// One evening of looking through a library, in order: each step stands on the one before.
describe('pictures that look alike, and where they were taken', () => {
  let vault: Vault
  let browser: Browser
  let page: Page
  let complaints: string[]
  let foreign: string[]

  beforeAll(async () => {
    ;[vault, browser] = await Promise.all([startVault(), openBrowser()])
    await vault.setupAdmin('ada', password)
    ;({ page, complaints, foreign } = await signedInPage(browser, vault.url, password))
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  const go = async (name: string) =>
    await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  const groups = () => page.locator('.duplicate-group')

  it('both pages say what will be there before there is anything', async () => {
    await go('Map')
    await page.getByText('No picture here says where it was taken').waitFor()
    await go('Duplicates')
    await page.getByText('No two pictures look alike').waitFor()
  })

  it('a smaller copy stands beside its picture, which is suggested; the copy goes by a key, and comes back', async () => {
    await go('Library')
    const lake = { north: '46/1 31/1 0/1', east: '6/1 38/1 0/1' }
    const files: [string, Buffer][] = [
      ['lake.jpg', await clouds(7, 800, lake)],
      ['lake small.jpg', await clouds(7, 400)],
      ['hills.jpg', await clouds(8, 600, { north: '47/1 22/1 0/1', east: '8/1 32/1 0/1' })],
    ]
    await page.setInputFiles(
      'input[type=file]',
      files.map(([name, buffer]) => ({ name, buffer, mimeType: 'image/jpeg' })),
    )
    for (const [name] of files) {
      await page.locator(`.tile[aria-label="${name}"] .tile-picture.is-loaded`).waitFor()
    }
    await expect
      .poll(
        async () => {
          await fetch(`${vault.url}/cdn-cgi/local/scheduled`)
          await page.goto(`${vault.url}/duplicates`)
          await page.locator('.duplicate-group, .state-note').first().waitFor()
          return await groups().count()
        },
        { timeout: 60_000 },
      )
      .toBe(1)
    const names = await page.locator('.duplicate-name').allTextContents()
    expect(names).toEqual(['lake.jpg', 'lake small.jpg'])
    expect(await groups().textContent()).toContain('Suggested: the largest')
    await page.locator('[data-group]').focus()
    await page.keyboard.press('Delete')
    await page.getByText('1 file moved to the trash.').waitFor()
    await expect.poll(() => groups().count()).toBe(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => groups().count()).toBe(1)
  })

  it('what is no duplicate is not asked about again', async () => {
    await page.getByRole('button', { name: 'Not duplicates' }).click()
    await page.getByText('No two pictures look alike').waitFor()
    await page.reload()
    await page.getByText('No two pictures look alike').waitFor()
  })

  it('places lie on the map; one is opened by the keyboard, and a picture of it', async () => {
    await go('Map')
    const marks = page.locator('.map-mark')
    await expect.poll(() => marks.count(), { timeout: 15_000 }).toBe(2)
    await marks.filter({ hasText: 'Lausanne' }).focus()
    await page.keyboard.press('Enter')
    const panel = page.locator('.map-panel')
    await panel.getByRole('link', { name: 'lake.jpg' }).click()
    await page.locator('.viewer').waitFor()
    expect(new URL(page.url()).pathname).toMatch(/^\/map\/photo\/fil_/)
    await page.keyboard.press('Escape')
    await panel.waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.map-keys').focus()
    await page.keyboard.press('0')
    await expect.poll(() => marks.count(), { timeout: 15_000 }).toBe(2)
  })

  it('nothing was asked of any other host, and the page complained of nothing', () => {
    expect(foreign).toEqual([])
    expect(complaints).toEqual([])
  })
})
