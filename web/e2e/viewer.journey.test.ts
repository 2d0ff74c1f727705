import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'
import { signedInPage } from './signed-in-page.ts'

const password = 'correct horse battery'

/** A picture with more pixels than its large rendition, and with all that a camera writes. */
function aLargePicture(): Promise<Buffer> {
  const [width, height] = [2_400, 1_500]
  const pixels = Buffer.alloc(width * height * 3, 90)
  for (let index = 0; index < pixels.length; index += 7) pixels[index] = (index * 31) & 0xff
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .withExif({
      IFD0: { Make: 'FUJIFILM', Model: 'X-T5', ImageDescription: 'Rain over the old town' },
      IFD2: {
        DateTimeOriginal: '2024:11:03 19:22:41',
        OffsetTimeOriginal: '+09:00',
        ExposureTime: '1/250',
        FNumber: '28/10',
        ISOSpeedRatings: '400',
        FocalLength: '35/1',
      },
    })
    .jpeg({ quality: 70 })
    .toBuffer()
}

// One evening with pictures, in order: each step stands on the one before.
describe('looking at one file', () => {
  let vault: Vault
  let browser: Browser
  let page: Page
  let complaints: string[]
  let foreign: string[]

  beforeAll(async () => {
    ;[vault, browser] = await Promise.all([startVault(), openBrowser()])
    await vault.setupAdmin('ada', password)
    ;({ page, complaints, foreign } = await signedInPage(browser, vault.url, password))
    await page.setInputFiles('input[type=file]', [
      {
        name: 'notes.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from('<b>Bread</b>, milk, ünïon'),
      },
      { name: 'large.jpg', mimeType: 'image/jpeg', buffer: await aLargePicture() },
    ])
    await tile('large.jpg').locator('.tile-picture.is-loaded').waitFor()
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  const tile = (name: string) => page.locator(`.tile[aria-label="${name}"]`)
  const facts = () => page.locator('.facts')
  const scale = async () => Number(await page.locator('.viewer-canvas').getAttribute('data-scale'))
  const undo = (said: string) =>
    page.locator('.toast', { hasText: said }).getByRole('button', { name: 'Undo' }).click()

  it('tells what the camera wrote', async () => {
    await tile('large.jpg').click()
    for (const text of ['UTC+09:00', 'X-T5', '1/250 s · f/2.8 · ISO 400 · 35 mm']) {
      await facts().getByText(text, { exact: false }).first().waitFor()
    }
    await page.locator('.details-said', { hasText: 'Rain over the old town' }).waitFor()
  })

  it('comes closer, with the original once the preview has too few pixels, and back', async () => {
    await page.locator('.viewer-picture img.is-loaded').waitFor()
    for (let press = 0; press < 5; press++) await page.keyboard.press('+')
    await page.locator('.viewer-original.is-loaded').waitFor()
    expect(await scale()).toBeGreaterThan(2)
    await page.keyboard.press('z')
    await page.locator('.viewer-canvas[data-scale="1.00"]').waitFor()
    await page.mouse.move(400, 400)
    await page.mouse.wheel(0, -400)
    await page.locator('.viewer-canvas.is-zoomed').waitFor()
    await page.mouse.dblclick(400, 400)
    await page.locator('.viewer-canvas[data-scale="1.00"]').waitFor()
  })

  it('keeps stars, a heart, a description and tags, and takes them back', async () => {
    await page.keyboard.press('4')
    await page.getByText('It has 4 stars.').waitFor()
    expect(await page.locator('.star.is-filled').count()).toBe(4)
    await page.keyboard.press('f')
    await page.getByLabel('No favourite any more (f)').waitFor()
    await page.getByLabel('Change the description').click()
    await page.getByLabel('Description', { exact: true }).fill('Lanterns, 1 of 3')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.locator('.details-said', { hasText: 'Lanterns, 1 of 3' }).waitFor()
    await undo('Description saved.')
    await page.locator('.details-said', { hasText: 'Rain over the old town' }).waitFor()
    await page.getByLabel('Add a tag').fill('Old  Town')
    await page.keyboard.press('Enter')
    await page.locator('.tag.is-by-hand', { hasText: 'old town' }).waitFor()
  })

  it('changes when it was taken, and lets the original have its say again', async () => {
    await page.getByLabel('Change when it was taken').click()
    await page.getByLabel('Date and time there').fill('2019-04-05T10:20:30')
    await page.getByLabel('Time zone').selectOption('120')
    await page.getByRole('button', { name: 'Save' }).click()
    await facts().getByText('5 April 2019 at 10:20, UTC+02:00', { exact: false }).waitFor()
    await page.getByLabel('Change when it was taken').click()
    await page.getByRole('button', { name: 'As the original says' }).click()
    await facts().getByText('3 November 2024 at 19:22, UTC+09:00', { exact: false }).waitFor()
  })

  it('leaves a form with Escape, and the viewer with the next one', async () => {
    await page.getByLabel('Change the name').click()
    await page.keyboard.press('Escape')
    await page.locator('.editing').waitFor({ state: 'detached' })
    expect(await page.locator('.viewer').count()).toBe(1)
    await page.keyboard.press('Escape')
    await page.locator('.viewer').waitFor({ state: 'detached' })
  })

  it('shows a text as text, whatever stands in it', async () => {
    await tile('notes.txt').click()
    const text = page.locator('pre.viewer-text')
    await text.waitFor()
    expect(await text.textContent()).toBe('<b>Bread</b>, milk, ünïon')
    expect(await text.locator('b').count()).toBe(0)
  })

  it('asks nobody else for anything, and complains of nothing', () => {
    expect(foreign).toEqual([])
    expect(complaints).toEqual([])
  })
})
