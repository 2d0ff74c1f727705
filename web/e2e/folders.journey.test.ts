import { randomBytes } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { inviteSchema } from '#contracts/admin'
import { fileListSchema } from '#contracts/files'
import { grantViewSchema } from '#contracts/folders'
import { type SignedIn, startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'
import { oneOfEachKind, type Sample } from './pictures.ts'

const grantListSchema = z.object({ items: z.array(grantViewSchema) })

// One person, their folders and somebody they share one with, in order.
describe('folders in the browser', () => {
  let vault: Vault
  let browser: Browser
  let admin: SignedIn
  let ada: Page
  let bob: Page
  let samples: Sample[]
  const complaints: string[] = []

  beforeAll(async () => {
    samples = (await oneOfEachKind()).slice(0, 2)
    ;[vault, browser] = await Promise.all([startVault(), openBrowser()])
    admin = await vault.setupAdmin('ada', 'correct horse battery')
    ada = await aPage()
    bob = await aPage()
    await ada.goto(vault.url)
    await ada.fill('input[name=username]', 'ada')
    await ada.fill('input[name=password]', 'correct horse battery')
    await button(ada, 'Sign in').click()
    await ada.getByText('Drop your first pictures here').waitFor()
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  async function aPage(): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.on('pageerror', (error) => complaints.push(error.message))
    return page
  }

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  const card = (page: Page, name: string) => page.locator('.folder-card', { hasText: name })
  const tile = (page: Page, name: string) => page.locator(`.tile[aria-label="${name}"]`)
  const inDialog = (page: Page, name: string) =>
    page.locator('dialog[open]').last().getByRole('button', { name, exact: true })
  const folderIdOf = (page: Page) => /\/folders\/(fld_\w+)/.exec(page.url())?.[1] ?? ''

  async function makeFolder(page: Page, name: string) {
    await button(page, 'New folder').click()
    await page.locator('dialog[open]').getByLabel('Name').fill(name)
    await inDialog(page, 'Make the folder').click()
    await card(page, name).waitFor()
  }

  it('are made where one is, and take what is uploaded while they are open', async () => {
    await ada.locator('.rail').getByText('Folders').click()
    await ada.getByText('No folders yet').waitFor()
    await makeFolder(ada, 'Travel')
    await card(ada, 'Travel').click()
    await ada.getByText('This folder is empty').waitFor()
    await makeFolder(ada, 'Rome')
    await ada.setInputFiles(
      'input[data-picker]',
      samples.map(({ name, mimeType, bytes }) => ({ name, mimeType, buffer: bytes })),
    )
    for (const { name } of samples) await tile(ada, name).waitFor()
    const response = await admin.fetch(`/api/files?folder=${folderIdOf(ada)}`)
    expect(fileListSchema.parse(await response.json()).items).toHaveLength(samples.length)
  })

  it('are renamed by F2, and by Delete go to trash, from where undoing brings them back', async () => {
    await card(ada, 'Rome').focus()
    await ada.keyboard.press('F2')
    await ada.locator('dialog[open]').getByLabel('Name').fill('Roma')
    await ada.keyboard.press('Enter')
    await card(ada, 'Roma').focus()
    await ada.keyboard.press('Delete')
    await card(ada, 'Roma').waitFor({ state: 'detached' })
    await button(ada, 'Undo').click()
    await card(ada, 'Roma').waitFor()
  })

  it('give files to each other: chosen by key, moved by the picker, and back by undoing', async () => {
    const [first] = samples
    if (!first) throw new Error('no picture to move')
    await tile(ada, first.name).focus()
    await ada.keyboard.press('x')
    await button(ada, 'Move to…').click()
    await ada.locator('.pick-row', { hasText: 'Roma' }).click()
    await inDialog(ada, 'Move here').click()
    await ada.getByText('1 file is in “Roma” now.').waitFor()
    await tile(ada, first.name).waitFor({ state: 'detached' })
    await button(ada, 'Undo').last().click()
    await tile(ada, first.name).waitFor()
  })

  it('keep a large upload going over a reload, without sending what has arrived again', async () => {
    const starts: number[] = []
    const creations: string[] = []
    ada.on('request', (request) => {
      const at = request.headers()['upload-offset']
      if (request.method() === 'PATCH' && at !== undefined) starts.push(Number(at))
      if (request.method() === 'POST' && request.url().endsWith('/api/uploads'))
        creations.push(request.url())
    })
    ada.on('dialog', (dialog) => void dialog.accept())
    const line = await ada.context().newCDPSession(ada)
    await line.send('Network.enable')
    const conditions = { offline: false, latency: 0, downloadThroughput: -1 }
    await line.send('Network.emulateNetworkConditions', {
      ...conditions,
      uploadThroughput: 8_000_000,
    })
    await ada.setInputFiles('input[data-picker]', {
      ...{ name: 'film.bin', mimeType: 'application/octet-stream' },
      buffer: randomBytes(40_000_000),
    })
    await expect.poll(() => starts.some((at) => at > 0), { timeout: 25_000 }).toBe(true)
    await ada.reload()
    await tile(ada, 'film.bin').waitFor()
    expect(creations).toHaveLength(1)
    expect(starts.filter((at) => at === 0)).toHaveLength(1)
    await ada.getByText('1 file is in the vault').waitFor()
    await line.detach()
  })

  it('are shared with somebody, who sees that folder and nothing above it', async () => {
    const response = await admin.fetch('/api/admin/invite-codes', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ note: 'for bob' }),
    })
    await bob.goto(inviteSchema.parse(await response.json()).url)
    await bob.fill('input[name=username]', 'bob')
    await bob.fill('input[name=password]', 'a fine long password')
    await button(bob, 'Make my account').click()
    await bob.locator('.rail').getByText('Shared with me').click()
    await bob.getByText('Nobody shares a folder with you yet').waitFor()

    await button(ada, 'Share').click()
    await ada.getByLabel('Username or e-mail').fill('bob')
    await inDialog(ada, 'Share').click()
    await ada.getByLabel('What bob may do').waitFor()
    await inDialog(ada, 'Done').click()

    // By itself: the vault tells them.
    await bob.getByRole('link', { name: 'Travel' }).click()
    await card(bob, 'Roma').waitFor()
    for (const { name } of samples) await tile(bob, name).waitFor()
    expect(await button(bob, 'New folder').count()).toBe(0)
    expect(await bob.locator('.cell-check').count()).toBe(0)
  })

  it('tell their guests at once what changes in them, and that they are shared no more', async () => {
    await button(ada, 'New folder').click()
    await ada.locator('dialog[open]').getByLabel('Name').fill('Firenze')
    await inDialog(ada, 'Make the folder').click()
    await card(bob, 'Firenze').waitFor()
    expect(await card(bob, 'Firenze').textContent()).toContain('Empty')

    const folder = await admin.fetch(`/api/folders/${folderIdOf(ada)}/grants`)
    const { items } = grantListSchema.parse(await folder.json())
    const path = `/api/folders/${folderIdOf(ada)}/grants/${items[0]?.id}`
    expect((await admin.fetch(path, { method: 'DELETE' })).status).toBe(204)
    await bob.getByText('This folder is not here').waitFor()
    expect(await card(bob, 'Firenze').count()).toBe(0)
  })

  it('lie in the trash above its files, and go for good once their name was typed', async () => {
    await button(ada, 'Move Travel to the trash').click()
    await ada.getByText('“Travel” is in the trash').waitFor()
    await ada.locator('.rail').getByText('Trash').click()
    await button(ada, 'Delete Travel for good').click()
    await ada.getByText('3 files,').waitFor()
    await ada.getByLabel('Type “Travel” to go on').fill('Travel')
    await inDialog(ada, 'Delete for good').click()
    await ada.getByText('“Travel” is gone for good').waitFor()
    await ada.getByText('The trash is empty').waitFor()
  })

  it('never caused an error in either page', () => {
    expect(complaints).toEqual([])
  })
})
