import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { sampleFacesPath } from '../../home-node/models/face-samples.ts'
import { openBrowser } from './browser.ts'
import { signedInPage } from './signed-in-page.ts'

const password = 'correct horse battery'

/** One of three people in a picture that ships with the models, as a camera sees her. */
const somebody = { left: 60, top: 80, width: 640, height: 480 }
const waits = { timeout: 30_000 }

// Somebody stands before the camera: they are registered by it and by files, and known again live.
describe('the face API in the browser', () => {
  let root: string
  let vault: Vault
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'cloudvault-faces-page-'))
    const film = join(root, 'camera.mjpeg')
    const frame = await sharp(sampleFacesPath(1)).extract(somebody).jpeg().toBuffer()
    await writeFile(film, Buffer.concat([frame, frame, frame]))
    ;[vault, browser] = await Promise.all([startVault(), openBrowser(film)])
    await vault.setupAdmin('ada', password)
    ;({ page, complaints } = await signedInPage(browser, vault.url, password))
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
    await rm(root, { recursive: true, force: true })
  })

  const part = async (name: string) =>
    await page
      .getByRole('navigation', { name: 'Face API' })
      .getByRole('link', { name, exact: true })
      .click()

  it('looks for no face before somebody recorded what was agreed to', async () => {
    await page.goto(`${vault.url}/faces`)
    await page.getByRole('button', { name: 'New organization' }).click()
    await page.getByLabel('Name').fill('acme')
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByText('First: who agreed to what?').waitFor()
    await page.getByRole('button', { name: /^Record it/ }).click()
    await page.getByRole('button', { name: 'Start the camera' }).waitFor()
  })

  it('registers by the camera and by files, each picture answered for itself', async () => {
    await part('Register')
    await page.getByLabel('Name').fill('Ana')
    await page.getByRole('button', { name: 'Camera…' }).click()
    await page.getByRole('button', { name: 'Take' }).click()
    await page.getByText('1 taken.').waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    const create = { width: 300, height: 200, channels: 3, background: '#e73' } as const
    const empty = await sharp({ create }).jpeg().toBuffer()
    const group = await sharp(sampleFacesPath(1)).resize({ width: 1_200 }).jpeg().toBuffer()
    await page.getByLabel('Pictures to register by').setInputFiles([
      { name: 'empty.jpg', mimeType: 'image/jpeg', buffer: empty },
      { name: 'group.jpg', mimeType: 'image/jpeg', buffer: group },
    ])
    await page.getByRole('button', { name: 'Register by 3 pictures' }).click()
    const told = page.getByRole('list', { name: 'Pictures' }).getByRole('listitem')
    await told.nth(0).getByText('registered', { exact: true }).waitFor(waits)
    await told.nth(1).getByText('no face', { exact: true }).waitFor()
    await told.nth(2).getByText('several faces', { exact: true }).waitFor()
  })

  it('knows them again before the camera, by a key that only the page holds', async () => {
    await part('Keys')
    await page.getByRole('button', { name: 'New key' }).click()
    await page.getByLabel('Name').fill('door')
    await page.getByRole('button', { name: 'Make the key' }).click()
    await page.getByText('in use here').waitFor()
    await part('Recognize')
    await page.getByRole('button', { name: 'Start the camera' }).click()
    await page.getByText('Recognized: Ana').waitFor({ state: 'attached', ...waits })
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('The camera is off.').waitFor()
  })

  it('shows each call as a command that holds no key', async () => {
    await page.getByText('made from here, as commands').click()
    const calls = page.getByRole('list', { name: 'Calls' })
    await calls.getByText('POST /register/acme').waitFor()
    const text = (await calls.textContent()) ?? ''
    expect(text).toContain('X-API-Key: $KEY')
    expect(text).not.toMatch(/vlt_\w{20}/)
    expect(complaints).toEqual([])
  })
})
