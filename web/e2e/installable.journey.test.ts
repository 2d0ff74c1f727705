import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'
import { signedInPage } from './signed-in-page.ts'

const password = 'correct horse battery'

async function aPicture(colour: string): Promise<Buffer> {
  const create = { width: 300, height: 200, channels: 3, background: colour } as const
  return await sharp({ create }).jpeg().toBuffer()
}

// The page is installed: it opens without a connection, takes what a phone shares, and a guest's phone
// sends pictures by a drop link.
describe('the installed page', () => {
  let vault: Vault
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    ;[vault, browser] = await Promise.all([startVault(), openBrowser()])
    await vault.setupAdmin('ada', password)
    ;({ page, complaints } = await signedInPage(browser, vault.url, password))
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => null))
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  it('opens without a connection, says so, and keeps nothing of the library', async () => {
    await page.context().setOffline(true)
    await page.reload()
    await page.getByText('The vault cannot be reached').first().waitFor()
    await page.context().setOffline(false)
    await page.reload()
    await page.getByText('Drop your first pictures here').waitFor()
    const kept = await page.evaluate(async () => {
      const paths: string[] = []
      for (const name of await caches.keys()) {
        for (const { url } of await (await caches.open(name)).keys()) {
          paths.push(new URL(url).pathname)
        }
      }
      return paths
    })
    expect(kept).toContain('/')
    expect(kept.filter((path) => /^\/(api|m|s|p)\//.test(path))).toEqual([])
  })

  it('sends what another app shares with it', async () => {
    const bytes = [...(await aPicture('#27a'))]
    await page.evaluate((data) => {
      const form = document.createElement('form')
      Object.assign(form, {
        method: 'post',
        action: '/share-target',
        enctype: 'multipart/form-data',
      })
      const input = document.createElement('input')
      Object.assign(input, { type: 'file', name: 'files' })
      const transfer = new DataTransfer()
      transfer.items.add(new File([new Uint8Array(data)], 'from-phone.jpg', { type: 'image/jpeg' }))
      input.files = transfer.files
      form.append(input)
      document.body.append(form)
      form.submit()
    }, bytes)
    await page.locator('.tile[aria-label="from-phone.jpg"]').waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
    expect(await page.evaluate(() => caches.has('shared-files'))).toBe(false)
    expect(complaints).toEqual([])
  })

  it('has a drop link by which a guest sends a picture from a phone', async () => {
    const address = await page.evaluate(async () => {
      const post = async (path: string, body: object) => {
        const headers = { 'Content-Type': 'application/json' }
        const sent = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
        return await sent.json()
      }
      const { id } = await post('/api/folders', { name: 'Wedding' })
      const { slug } = await post('/api/drops', { folderId: id, title: 'Our wedding' })
      return `/s/d/${slug}`
    })
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
    const guest = await context.newPage()
    const refused: string[] = []
    guest.on('console', (message) => {
      if (message.type() === 'error') refused.push(message.text())
    })
    await guest.goto(vault.url + address)
    await guest.getByLabel('Your name').fill('Grandma')
    await guest.getByRole('button', { name: 'Go on' }).click()
    const picture = { name: 'cake.jpg', mimeType: 'image/jpeg', buffer: await aPicture('#a72') }
    await guest.getByLabel('Choose pictures').setInputFiles([picture])
    await guest.getByText('Thank you, Grandma. One file arrived.').waitFor()
    await guest.getByRole('button', { name: 'Take back cake.jpg' }).click()
    await guest.getByLabel('Choose pictures').waitFor()
    expect(await guest.getByText('cake.jpg').count()).toBe(0)
    expect(refused).toEqual([])
    await context.close()
  })
})
