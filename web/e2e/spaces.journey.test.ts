import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inviteSchema } from '#contracts/admin'
import { fileListSchema } from '#contracts/files'
import { type SignedIn, startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'
import { oneOfEachKind, type Sample } from './pictures.ts'

// Two people and one space, in order: each step stands on the one before.
describe('a space that two people share', () => {
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
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  /** A page with cookies of its own, as another person's browser has. */
  async function aPage(): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.on('pageerror', (error) => complaints.push(error.message))
    return page
  }

  const tile = (page: Page, name: string) => page.locator(`.tile[aria-label="${name}"]`)
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  const inDialog = (page: Page, name: string) =>
    page.locator('dialog[open]').last().getByRole('button', { name, exact: true })
  const filesOf = async (page: Page, spaceId: string) => {
    const response = await page.request.get(`${vault.url}/api/files?space=${spaceId}`)
    return fileListSchema.parse(await response.json()).items
  }
  const spaceIdOf = (page: Page) => /\/spaces\/(spc_\w+)/.exec(page.url())?.[1] ?? ''

  it('begins with an invite, by which somebody else registers and is signed in', async () => {
    const response = await admin.fetch('/api/admin/invite-codes', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ note: 'for bob' }),
    })
    const { url } = inviteSchema.parse(await response.json())
    await bob.goto(url)
    await bob.fill('input[name=username]', 'bob')
    await bob.fill('input[name=password]', 'a fine long password')
    await button(bob, 'Make my account').click()
    await bob.getByText('Drop your first pictures here').waitFor()
    expect(await bob.locator('.rail').getByText('Admin').count()).toBe(0)
  })

  it('is made by the admin, who uploads there, and not into the personal space', async () => {
    await ada.goto(vault.url)
    await ada.fill('input[name=username]', 'ada')
    await ada.fill('input[name=password]', 'correct horse battery')
    await ada.click('button[type=submit]')
    await ada.locator('.rail').getByText('Spaces').click()
    await button(ada, 'New space').click()
    await ada.getByLabel('Name', { exact: true }).fill('Family')
    await inDialog(ada, 'Make the space').click()
    await ada.getByRole('heading', { name: 'Family' }).waitFor()
    await ada.getByText('Open the library').click()
    await ada.setInputFiles(
      'input[type=file]',
      samples.map(({ name, mimeType, bytes }) => ({ name, mimeType, buffer: bytes })),
    )
    for (const { name } of samples) {
      await tile(ada, name).locator('.tile-picture.is-loaded').waitFor()
    }
    expect(await filesOf(ada, spaceIdOf(ada))).toHaveLength(samples.length)
    expect(await filesOf(ada, admin.me.personalSpaceId)).toEqual([])
  })

  it('takes the other person in as a viewer', async () => {
    await ada.goto(`${vault.url}/spaces/${spaceIdOf(ada)}`)
    await button(ada, 'Add a member').click()
    await ada.getByLabel('Username or e-mail').fill('bob')
    await inDialog(ada, 'Add').click()
    await ada.getByText('bob is in this space now.').waitFor()
    expect(await ada.getByLabel('Role of bob').inputValue()).toBe('viewer')
  })

  it('shows its pictures to the viewer, who cannot upload or delete any', async () => {
    await bob.locator('.rail').getByText('Spaces').click()
    await bob.locator('.rail select').waitFor()
    await bob.locator('.rail select').selectOption({ label: 'Family' })
    await tile(bob, 'taken.jpg').locator('.tile-picture.is-loaded').waitFor()
    expect(await button(bob, 'Upload').count()).toBe(0)
    await tile(bob, 'taken.jpg').click()
    await bob.locator('.viewer-picture img.is-loaded').waitFor()
    expect(await bob.getByLabel('Move to trash (Delete)').count()).toBe(0)
    await bob.keyboard.press('Delete')
    await bob.keyboard.press('Escape')
    await dropOn(bob)
    expect(await bob.locator('.upload-panel').count()).toBe(0)

    const spaceId = spaceIdOf(bob)
    const status = await bob.evaluate(async (address) => {
      const headers = { 'Content-Type': 'application/octet-stream' }
      return (await fetch(address, { method: 'POST', headers, body: 'x' })).status
    }, `/api/files/upload?name=x.bin&space=${spaceId}`)
    expect(status).toBe(403)
    expect(await filesOf(bob, spaceId)).toHaveLength(samples.length)
    await bob.locator('.rail').getByText('Spaces').click()
    await bob.getByRole('link', { name: 'Family' }).click()
    await bob.getByText('owned by ada').waitFor()
    expect(await button(bob, 'Add a member').count()).toBe(0)
    expect(await bob.getByRole('heading', { name: 'API keys' }).count()).toBe(0)
  })

  it('reaches the viewer by itself when something is uploaded, as it happens', async () => {
    await bob.getByText('Open the library').click()
    await bob.locator('.rail').getByText('Home node online').waitFor()
    await ada.getByText('Open the library').click()
    const [late] = samples
    if (!late) throw new Error('no picture to upload')
    // Bytes behind the end of a JPEG change its hash, not its picture.
    const buffer = Buffer.concat([late.bytes, Buffer.from('late')])
    await ada.setInputFiles('input[type=file]', {
      ...{ name: 'late.jpg', mimeType: late.mimeType, buffer },
    })
    await tile(bob, 'late.jpg').waitFor()
  })

  it('has its own trash, from which its admin deletes for good, after being asked', async () => {
    for (const name of ['late.jpg', 'drawn.png']) {
      await tile(ada, name).click()
      await ada.locator('.ledger-row').first().waitFor()
      await ada.keyboard.press('Delete')
      await ada.keyboard.press('Escape')
      await tile(ada, name).waitFor({ state: 'detached' })
    }
    await ada.locator('.rail').getByText('Trash').click()
    await tile(ada, 'drawn.png').click()
    await button(ada, 'Delete for good').click()
    await inDialog(ada, 'Delete for good').click()
    await ada.getByText('“drawn.png” is gone for good.').waitFor()
    await ada.keyboard.press('Escape')
    await tile(ada, 'drawn.png').waitFor({ state: 'detached' })
    await button(ada, 'Empty trash').click()
    await inDialog(ada, 'Empty trash').click()
    await ada.getByText('1 file is gone for good', { exact: false }).waitFor()
    await ada.getByText('The trash is empty').waitFor()
    for (const name of ['late.jpg', 'drawn.png']) {
      await tile(bob, name).waitFor({ state: 'detached' })
    }
  })

  it('shows its admin who did what, and makes a key that is told once', async () => {
    await ada.goto(`${vault.url}/spaces/${spaceIdOf(ada)}`)
    const activity = ada.locator('.activity')
    for (const text of ['made this space', 'added bob as viewer', 'deleted 2 files for good']) {
      await activity.getByText(text).waitFor()
    }
    await button(ada, 'New key').click()
    await ada.getByLabel('Name', { exact: true }).fill('Frame')
    await inDialog(ada, 'Make the key').click()
    const key = await ada.getByLabel('API key', { exact: true }).inputValue()
    const headers = { 'X-API-Key': key }
    const response = await fetch(`${vault.url}/api/files`, { headers })
    const reached = fileListSchema.parse(await response.json()).items
    expect(reached.map(({ name }) => name)).toEqual(['taken.jpg'])
    await inDialog(ada, 'I have kept it').click()
    await button(ada, 'Revoke Frame').click()
    await inDialog(ada, 'Revoke').click()
    await ada.getByText('“Frame” opens nothing any more.').waitFor()
    expect((await fetch(`${vault.url}/api/files`, { headers })).status).toBe(401)
  })

  it('closes at once to everybody when its owner trashes it, and comes back as it was', async () => {
    const address = `${vault.url}/spaces/${spaceIdOf(ada)}/library`
    await button(ada, 'Move to trash').click()
    await ada.getByLabel('Type Family to go on').fill('Family')
    await inDialog(ada, 'Move to trash').click()
    await ada.getByText('Removed for good on', { exact: false }).waitFor()
    await bob.goto(address)
    await bob.getByText('There is nothing here').waitFor()
    await button(ada, 'Restore').click()
    await ada.getByText('“Family” is back.').waitFor()
    await bob.goto(address)
    await tile(bob, 'taken.jpg').waitFor()
  })

  it('is left by the viewer, and shows them nothing from then on', async () => {
    await bob.goto(bob.url().replace('/library', ''))
    await button(bob, 'Leave the space').click()
    await inDialog(bob, 'Leave').click()
    await bob.getByText('You are not in “Family” any more.').waitFor()
    const spaceId = (await ada.locator('.rail select option').last().getAttribute('value')) ?? ''
    const response = await bob.request.get(`${vault.url}/api/files?space=${spaceId}`)
    expect(response.status()).toBe(404)
  })

  it('never had an error in either page', () => {
    expect(complaints).toEqual([])
  })
})

/** Drops a file onto the page, as from the desktop. */
async function dropOn(page: Page) {
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['x'], 'dropped.txt'))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }))
  })
}
