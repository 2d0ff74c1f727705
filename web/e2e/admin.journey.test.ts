import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'

const password = 'correct horse battery'

// One admin's first day, in order: each step stands on the one before.
describe('an admin with a browser', () => {
  let vault: Vault
  let browser: Browser
  let admin: Page
  const complaints: string[] = []
  const links = { invite: '', approved: '' }

  beforeAll(async () => {
    ;[vault, browser] = await Promise.all([startVault(), openBrowser()])
    admin = await somebody()
    await vault.setupAdmin('ada', password)
    await admin.goto(vault.url)
    await admin.getByLabel('Username').fill('ada')
    await admin.getByLabel('Password', { exact: true }).fill(password)
    await admin.click('button[type=submit]')
    await admin.locator('.rail').getByRole('link', { name: 'Admin' }).click()
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  /** A page of somebody else's browser: nobody is signed in there. */
  async function somebody(): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(error.message))
    return page
  }

  async function register(link: string, username: string, email: string) {
    const page = await somebody()
    await page.goto(link)
    await page.getByLabel('Username').fill(username)
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.click('button[type=submit]')
    await page.locator('.rail').getByText(username).waitFor()
    await page.context().close()
  }

  const tab = (name: string) =>
    admin.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name }).click()
  const row = (text: string) => admin.locator('.sheet-row').filter({ hasText: text })
  const button = (name: string) => admin.getByRole('button', { name, exact: true })
  const inDialog = (name: string) => admin.getByRole('dialog').getByRole('button', { name })

  it('makes an invite for two and copies its link, and somebody joins with it', async () => {
    await tab('Invites')
    await admin.getByText('No invite is open.').waitFor()
    await button('New invite').click()
    await admin.getByLabel('Note').fill('The neighbours')
    await admin.getByLabel('How many may use it').fill('2')
    await admin.getByLabel('Each may keep').fill('plenty')
    await inDialog('Make the invite').click()
    await admin.locator('.form-error').getByText('Write a number and a unit').waitFor()
    await admin.getByLabel('Each may keep').fill('20 GB')
    await inDialog('Make the invite').click()
    await inDialog('Copy').click()
    await inDialog('Copied').waitFor()
    links.invite = await admin.evaluate(() => navigator.clipboard.readText())
    expect(links.invite).toMatch(/\/register#cv-/)
    await inDialog('Done').click()
    await row('The neighbours').getByText('2 of 2 left').waitFor()

    await register(links.invite, 'bob', 'bob@example.org')
    await admin.reload()
    await row('The neighbours').getByText('1 of 2 left').waitFor()
  })

  it('approves whoever asked for access, and the link that comes of it opens an account', async () => {
    const page = await somebody()
    await page.goto(`${vault.url}/request-access`)
    await page.getByLabel('E-mail').fill('mira@example.org')
    await page.getByLabel('A word to the admin').fill('Bob told me of this.')
    await page.click('button[type=submit]')
    await page.getByText('Your request is with the admin').waitFor()
    await page.context().close()

    await admin.reload()
    await admin.locator('.tab-count').getByText('1').waitFor()
    await tab('Requests')
    await row('mira@example.org').getByText('Bob told me of this.').waitFor()
    await button('Approve').click()
    const link = row('mira@example.org').getByLabel('Link for mira@example.org')
    await link.waitFor()
    links.approved = await link.inputValue()
    await admin.locator('.tab-count').waitFor({ state: 'detached' })
    await register(links.approved, 'mira', 'mira@example.org')
  })

  it('finds a user while typing and sets what they may keep', async () => {
    await tab('Users')
    await row('mira').waitFor()
    await admin.getByRole('searchbox').pressSequentially('bo')
    await row('mira').waitFor({ state: 'detached' })
    await row('bob').getByText('0 B of 20 GB').waitFor()
    await button('Manage bob').click()
    await button('Set quota').click()
    await admin.getByLabel('May keep').fill('1,5 TB')
    await admin.getByText('That is 1.5 TB.').waitFor()
    await inDialog('Set quota').click()
    await row('bob').getByText('0 B of 1.5 TB').waitFor()
  })

  it('deletes only after the name was typed, and takes it back', async () => {
    await button('Delete').click()
    expect(await inDialog('Delete').isDisabled()).toBe(true)
    await admin.getByLabel('Type “bob” to go on').fill('bob')
    await inDialog('Delete').click()
    await row('bob').getByText('Deleted').waitFor()
    await button('Undo').click()
    await row('bob').getByText('Deleted').waitFor({ state: 'detached' })
  })

  it('reads all of it in the audit, and only the quota when asked for that', async () => {
    await tab('Audit')
    const sentences = [
      'ada restored bob',
      'ada deleted bob',
      'ada set the quota of bob to 1.5 TB, from 20 GB',
      'mira made an account',
      'ada approved a request for access',
      'Somebody unknown asked for access',
      'bob made an account',
      'ada made an invite for 2 people',
    ]
    for (const text of sentences) await admin.locator('.audit li', { hasText: text }).waitFor()
    await admin.getByLabel('What').selectOption('Quota changed')
    await admin
      .locator('.audit li', { hasText: 'made an invite for 2 people' })
      .waitFor({ state: 'detached' })
    expect(await admin.locator('.audit li').count()).toBe(1)
    const [download] = await Promise.all([
      admin.waitForEvent('download'),
      admin.getByRole('link', { name: 'Export these' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^audit-.*\.jsonl$/)
  })

  it('is told that nobody had to be slowed down', async () => {
    await tab('Limits')
    await admin.getByText('Nobody had to be slowed down').waitFor()
  })

  it('never had an error in the page', () => {
    expect(complaints).toEqual([])
  })
})
