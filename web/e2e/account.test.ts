import { Secret, TOTP } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { meSchema } from '#contracts/accounts'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'

const password = 'correct horse battery'

// One person's account, from its first day on, in order: each step stands on the one before.
describe('an account in the browser', () => {
  let vault: Vault
  let browser: Browser
  let context: BrowserContext
  let page: Page
  /** By its name: passkeys belong to one, and not to an IP address. */
  let url: string
  let recoveryCodes: string[] = []
  const complaints: string[] = []

  beforeAll(async () => {
    ;[vault, browser] = await Promise.all([startVault(), openBrowser()])
    url = vault.url.replace('127.0.0.1', 'localhost')
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(error.message))
    const authenticator = await context.newCDPSession(page)
    await authenticator.send('WebAuthn.enable')
    await authenticator.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true },
        ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
      },
    })
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const inDialog = (name: string) => page.getByRole('dialog').getByRole('button', { name })
  const refusal = () => page.locator('.form-error').textContent()
  const isInside = () => page.locator('.rail').waitFor()
  const signOut = () => button('Sign out').first().click()
  const askAsAdmin = async (path: string, data: object) => {
    const response = await page.request.post(`${url}${path}`, { data, headers: { Origin: url } })
    return z.object({ url: z.string() }).parse(await response.json()).url
  }
  /** Such a link names the host that the vault was started with. */
  const hereOf = (link: string) => url + new URL(link).pathname + new URL(link).hash

  it('keeps an e-mail address, and signs in with it', async () => {
    const link = /http:\S+\/setup#\S+/.exec(vault.output())?.[0] ?? ''
    await page.goto(hereOf(link))
    await page.getByLabel('Username').fill('ada')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await button('Open the vault').click()
    await isInside()
    await page.goto(`${url}/account`)
    await page.getByLabel('E-mail').fill('ada@example.com')
    await button('Save').click()
    await page.getByText('Your e-mail address is kept.').waitFor()
    await signOut()
    await page.getByLabel('Username or e-mail').fill('ada@example.com')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await button('Sign in').click()
    await isInside()
  })

  it('shows where it is signed in, and ends what is elsewhere', async () => {
    const elsewhere = await browser.newContext({
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    })
    await elsewhere.request.post(`${url}/api/session`, {
      data: { username: 'ada', password },
      headers: { Origin: url },
    })
    await page.goto(`${url}/account`)
    await button('End the session Firefox on Linux').click()
    await page.getByText('Firefox on Linux is signed out.').waitFor()
    expect((await elsewhere.request.get(`${url}/api/me`)).status()).toBe(401)
    await elsewhere.close()
  })

  it('asks for a code once an authenticator app is set up, and takes a recovery code', async () => {
    await button('Set up').click()
    await page.getByLabel('Your password').fill(password)
    await inDialog('Go on').click()
    await page.locator('.qr-code').waitFor()
    const secret = await page.getByLabel('No camera at hand?').inputValue()
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
    await page.getByLabel('Then the six digits').fill(code)
    await inDialog('Turn on').click()
    await page.locator('.recovery-codes').waitFor()
    recoveryCodes = await page.locator('.recovery-codes li').allTextContents()
    expect(new Set(recoveryCodes).size).toBe(10)
    await inDialog('I have kept them').click()

    await signOut()
    await page.getByLabel('Username or e-mail').fill('ada')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await button('Sign in').click()
    await page.getByLabel('Code', { exact: true }).fill('000000')
    await button('Sign in').click()
    expect(await refusal()).toContain('This code is wrong')
    await button('Use a recovery code').click()
    await page.getByLabel('Recovery code').fill(recoveryCodes[0] ?? '')
    await button('Sign in').click()
    await isInside()
    await page.goto(`${url}/account`)
    await page.getByText('9 of them are left.', { exact: false }).waitFor()
  })

  it('is opened by a passkey alone', async () => {
    await button('Add a passkey').click()
    await page.getByLabel('A name for it').fill('work laptop')
    await page.getByLabel('Your password').fill(password)
    await inDialog('Go on').click()
    await button('Remove the passkey work laptop').waitFor()
    await signOut()
    await button('Sign in with a passkey').click()
    await isInside()
  })

  it('turns both off again with the password', async () => {
    await page.goto(`${url}/account`)
    await button('Remove the passkey work laptop').click()
    await page.getByLabel('Your password').fill(password)
    await inDialog('Remove').click()
    await page.getByText('No passkey yet.').waitFor()
    await button('Turn off').click()
    await page.getByLabel('Your password').fill(password)
    await inDialog('Turn off').click()
    await button('Set up').waitFor()
  })

  it('is made with an invite, and given a new password with a link of the admin', async () => {
    const invite = await askAsAdmin('/api/admin/invite-codes', { note: 'for Grace' })
    const guest = await browser.newContext()
    const her = await guest.newPage()
    her.on('pageerror', (error) => complaints.push(error.message))
    await her.goto(hereOf(invite))
    await her.getByLabel('Username').fill('grace')
    await her.getByLabel('Password', { exact: true }).fill('password1')
    await her.getByRole('button', { name: 'Make my account' }).click()
    expect(await her.locator('.form-error').textContent()).toContain('tried first')
    await her.getByLabel('Password', { exact: true }).fill('tall tree in a garden')
    await her.getByRole('button', { name: 'Make my account' }).click()
    await her.locator('.rail').waitFor()

    const { userId } = meSchema.parse(await (await guest.request.get(`${url}/api/me`)).json())
    const reset = await askAsAdmin(`/api/admin/users/${userId}/reset-link`, {})
    await her.goto(hereOf(reset))
    await her.getByLabel('New password').fill('another tree in a garden')
    await her.getByRole('button', { name: 'Set the password' }).click()
    await her.getByLabel('Username or e-mail').fill('grace')
    await her.getByLabel('Password', { exact: true }).fill('another tree in a garden')
    await her.getByRole('button', { name: 'Sign in', exact: true }).click()
    await her.locator('.rail').waitFor()
    await guest.close()
  })

  it('never had an error in the page', () => {
    expect(complaints).toEqual([])
  })
})
