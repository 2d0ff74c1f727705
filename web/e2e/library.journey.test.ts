import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'
import { signedInPage } from './signed-in-page.ts'

const password = 'correct horse battery'

async function aPicture(name: string, width: number, color: string) {
  const canvas = sharp({ create: { width, height: 200, channels: 3, background: color } })
  return { name, mimeType: 'image/png', buffer: await canvas.png().toBuffer() }
}

// One person puts a small library in order, step by step.
describe('the pages of the library', () => {
  let vault: Vault
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    ;[vault, browser] = await Promise.all([startVault(), openBrowser()])
    await vault.setupAdmin('ada', password)
    ;({ page, complaints } = await signedInPage(browser, vault.url, password))
    for (const [name, width, color] of pictures) await add(await aPicture(name, width, color))
    await page.locator('.upload-panel').getByLabel('Close').click()
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  const pictures = [
    ['cherry.png', 300, '#a22'],
    ['apple.png', 400, '#2a2'],
    ['banana.png', 350, '#aa2'],
  ] as const
  const tile = (name: string) => page.locator(`.tile[aria-label="${name}"]`)
  const add = async (picture: Awaited<ReturnType<typeof aPicture>>) => {
    await page.setInputFiles('input[data-picker]', [picture])
    await tile(picture.name).locator('.tile-picture.is-loaded').waitFor()
  }
  const names = () =>
    page
      .locator('.tile')
      .evaluateAll((tiles) => tiles.map((each) => each.getAttribute('aria-label')))
  const press = async (name: string, key: string) => {
    await tile(name).focus()
    await page.keyboard.press(key)
  }
  const go = (name: string) => page.locator('.rail').getByRole('link', { name }).click()

  it('make a favourite by f, which has a page, and is none any more by f there, until undone', async () => {
    await press('apple.png', 'f')
    await page.getByText('1 file added to the favourites.').waitFor()
    await go('Favourites')
    await press('apple.png', 'f')
    await page.getByText('No favourites yet').waitFor()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await tile('apple.png').waitFor()
    expect(new URL(page.url()).pathname).toBe('/favorites')
  })

  it('archive what is chosen by a: it leaves the timeline, and comes back by a from the archive', async () => {
    await go('Library')
    await press('cherry.png', ' ')
    await page.keyboard.press('a')
    await tile('cherry.png').waitFor({ state: 'detached' })
    await page.reload()
    await tile('apple.png').waitFor()
    expect(await names()).toEqual(['banana.png', 'apple.png'])
    await go('Archive')
    await tile('cherry.png').click()
    await page.locator('.viewer-picture img.is-loaded').waitFor()
    await page.keyboard.press('a')
    await page.keyboard.press('Escape')
    await page.getByText('Nothing is archived').waitFor()
    await go('Library')
    await tile('cherry.png').waitFor()
  })

  it('sort the library: the order stands in the address, and the viewer goes by it', async () => {
    await page.getByLabel('Order of the library').selectOption('name-desc')
    await page.locator('.flat-grid .tile').first().waitFor()
    expect(await names()).toEqual(['cherry.png', 'banana.png', 'apple.png'])
    expect(new URL(page.url()).search).toBe('?sort=name-desc')
    await page.reload()
    await tile('cherry.png').click()
    await page.locator('.viewer[aria-label="cherry.png"]').waitFor()
    await page.keyboard.press('ArrowRight')
    await page.locator('.viewer[aria-label="banana.png"]').waitFor()
    await page.keyboard.press('4')
    await page.getByText('It has 4 stars.').waitFor()
    await page.keyboard.press('Escape')
    // Going back in the browser takes its time, and nobody chooses before the list is there again.
    await page.waitForURL(`${vault.url}/?sort=name-desc`)
    await page.locator('.viewer').waitFor({ state: 'detached' })
    await page.getByLabel('Order of the library').selectOption('taken-desc')
    await page.locator('.timeline .tile').first().waitFor()
    expect(page.url()).toBe(`${vault.url}/`)
  })

  it('list their keys by ?, and jump by g to an album, which shows what is uploaded there', async () => {
    const made = await page.request.post(`${vault.url}/api/folders`, {
      data: { name: 'Orchard', kind: 'album' },
      headers: { origin: vault.url },
    })
    expect(made.status()).toBe(201)
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Among pictures' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.getByLabel('A month, an album, a folder or a page').fill('orch')
    await page.getByRole('button', { name: 'Orchard' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('This album is empty').waitFor()
    await add(await aPicture('damson.png', 320, '#42a'))
    await page.locator('.upload-panel').getByText('in “Orchard”').waitFor()
    await page.locator('.upload-panel').getByLabel('Close').click()
    await go('Library')
    await tile('damson.png').waitFor()
  })

  it('say when the connection is lost, show what they have, and come back by themselves', async () => {
    await page.context().setOffline(true)
    await page.getByText('No connection.').waitFor()
    await tile('apple.png').waitFor()
    const other = await browser.newContext()
    await other.addCookies(await page.context().cookies())
    const { buffer } = await aPicture('elder.png', 310, '#226')
    const sent = await other.request.post(`${vault.url}/api/files/upload?name=elder.png`, {
      data: buffer,
      headers: { origin: vault.url, 'content-type': 'image/png' },
    })
    expect(sent.status()).toBe(201)
    await page.context().setOffline(false)
    await tile('elder.png').waitFor()
    await page.getByText('No connection.').waitFor({ state: 'detached' })
    await other.close()
  })

  it('did all that without an error in the page', () => expect(complaints).toEqual([]))
})
