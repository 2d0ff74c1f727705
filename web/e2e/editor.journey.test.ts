import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'
import { signedInPage } from './signed-in-page.ts'

const password = 'correct horse battery'

/** Every hue from dark to light, with an edge or two. */
function aColourfulPicture(): Promise<Buffer> {
  const [width, height] = [480, 320]
  const pixels = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const light = 0.25 + (0.6 * y) / height
      for (let channel = 0; channel < 3; channel++) {
        const wave = 0.5 + 0.5 * Math.cos((x / width) * 6.28 + (channel * 6.28) / 3)
        pixels[(y * width + x) * 3 + channel] = 255 * light * (0.35 + 0.65 * wave)
      }
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

describe('editing a picture', () => {
  let vault: Vault
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    ;[vault, browser] = await Promise.all([startVault(), openBrowser()])
    await vault.setupAdmin('ada', password)
    ;({ page, complaints } = await signedInPage(browser, vault.url, password))
    const file = { name: 'lake.jpg', mimeType: 'image/jpeg', buffer: await aColourfulPicture() }
    await page.setInputFiles('input[type=file]', [file])
    await tile().locator('.tile-picture.is-loaded').waitFor()
    await tile().click()
    await page.locator('.viewer-picture img.is-loaded').waitFor()
    await page.keyboard.press('e')
    await page.locator('.editor canvas[data-drawn]').waitFor()
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  const tile = () => page.locator('.tile[aria-label="lake.jpg"]')
  const tool = (name: string) =>
    page.locator('.editor-tools').getByRole('button', { name, exact: true }).click()
  const knob = (label: string) => page.locator('.editor').getByLabel(label, { exact: true })

  /**
   * How far what the device shows is from what the vault makes of the same query: the mean difference
   * of a channel over squares of 8 pixels, of 255, which all but the worst fiftieth keep to.
   */
  const distance = (query: string) =>
    page.evaluate(async (asked) => {
      const shown = document.querySelector<HTMLCanvasElement>('.editor-picture > canvas')
      const id = /fil_\w{26}/.exec(location.pathname)?.[0]
      const response = await fetch(`/api/images/${id}/transform?${asked}&format=png&original=true`)
      const made = await createImageBitmap(await response.blob())
      const squares = [Math.round(made.width / 8), Math.round(made.height / 8)] as const
      const pixelsOf = (picture: CanvasImageSource) => {
        const small = new OffscreenCanvas(...squares)
        const context = small.getContext('2d')
        if (!context) return new Uint8ClampedArray()
        context.imageSmoothingQuality = 'high'
        context.drawImage(picture, 0, 0, ...squares)
        return context.getImageData(0, 0, ...squares).data
      }
      if (!shown) return 255
      const [one, other] = [pixelsOf(shown), pixelsOf(made)]
      const far = [...one].map((value, at) => Math.abs(value - (other[at] ?? 0)))
      return far.sort((a, b) => b - a)[Math.floor(far.length / 50)] ?? 255
    }, query)

  it('shows on the device what the vault makes, for every knob and filter', async () => {
    await tool('Adjust')
    const knobs: [string, string, string][] = [
      ['Exposure', '140', 'brightness=140'],
      ['Contrast', '60', 'contrast=60'],
      ['Saturation', '180', 'saturation=180'],
      ['Warmth', '-60', 'warmth=-60'],
      ['Hue', '70', 'hue=70'],
    ]
    const worst: Record<string, number> = {}
    for (const [label, value, query] of knobs) {
      await knob(label).fill(value)
      await page.locator(`canvas[data-drawn*="${value}"]`).waitFor()
      worst[label] = await distance(query)
      await page.getByRole('button', { name: 'Reset' }).click()
      await page.locator(`canvas:not([data-drawn*="${value}"])`).waitFor()
    }
    await tool('Filters')
    for (const [label, query] of [
      ['Noir', 'grayscale=true&contrast=145'],
      ['Sepia', 'sepia=true'],
    ] as const) {
      await page.locator('.filter', { hasText: label }).click()
      await page.locator(`.editor-picture > canvas[data-drawn*="${label.toLowerCase()}"]`).waitFor()
      worst[label] = await distance(query)
    }
    for (const [label, far] of Object.entries(worst)) expect(far, label).toBeLessThan(12)
    await page.getByRole('button', { name: 'Reset' }).click()
  })

  it('asks before changes are thrown away', async () => {
    await tool('Crop')
    await page.getByRole('button', { name: 'Rotate' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Throw these changes away?' }).waitFor()
    await page.getByRole('button', { name: 'Go on editing' }).click()
  })

  it('is shown in the viewer once it is saved, and can be reverted', async () => {
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.locator('.viewer-picture img[src*="1600-1"].is-loaded').waitFor()
    const upright = async () => {
      const box = await page.locator('.viewer-picture').boundingBox()
      return (box?.height ?? 0) > (box?.width ?? 0)
    }
    expect(await upright()).toBe(true)
    await page.keyboard.press('e')
    await page.locator('.editor canvas[data-drawn]').waitFor()
    await page.getByRole('button', { name: 'Reset' }).click()
    await page.getByRole('button', { name: 'Revert to original' }).click()
    await page.locator('.viewer-picture img[src$="/1600"].is-loaded').waitFor()
    expect(await upright()).toBe(false)
    expect(complaints).toEqual([])
  })
})
