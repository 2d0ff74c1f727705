import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { findFfmpeg } from '../../home-node/video/ffmpeg.ts'
import { openBrowser } from './browser.ts'

const password = 'correct horse battery'
const programs = findFfmpeg(process.env)

describe('a film in the library', () => {
  if (programs === null) {
    it('was not tried: ffmpeg is not on this machine', () => {
      expect(programs).toBeNull()
    })
    return
  }
  let vault: Vault
  let browser: Browser
  let page: Page
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moving-'))
    ;[vault, browser] = await Promise.all([startVault(), openBrowser()])
    const ada = await vault.setupAdmin('ada', password)
    const path = join(folder, 'film.mp4')
    const source = ['-f', 'lavfi', '-i', 'testsrc=duration=4:size=320x180:rate=10']
    spawnSync(programs.ffmpeg, ['-v', 'error', ...source, path])
    const headers = { 'Content-Type': 'application/octet-stream', Origin: vault.url }
    const init = { method: 'POST', headers, body: new Uint8Array(await readFile(path)) }
    expect((await ada.fetch('/api/files/upload?name=film.mp4', init)).status).toBe(201)
    page = await (await browser.newContext()).newPage()
    await page.goto(`${vault.url}/login`)
    await page.locator('input[name=username]').fill('ada')
    await page.locator('input[name=password]').fill(password)
    await page.keyboard.press('Enter')
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const moving = () => page.locator('.tile-moving')

  it('moves under the mouse and stands still when it leaves', async () => {
    await page.locator('[data-moving]').hover()
    await moving().waitFor()
    await page.mouse.move(2, 2)
    await moving().waitFor({ state: 'detached' })
  })

  it('moves with the focus of the keyboard', async () => {
    const isThere = () => page.evaluate(() => document.activeElement?.matches('[data-moving]'))
    for (let steps = 0; steps < 60 && !(await isThere()); steps++) await page.keyboard.press('Tab')
    await moving().waitFor()
    await page.keyboard.press('Tab')
    await moving().waitFor({ state: 'detached' })
  })

  it('stays a poster for who wants that nothing moves', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.locator('[data-moving]').hover()
    // Longer than a pointer has to rest: that nothing comes can only be waited for.
    await page.waitForTimeout(600)
    expect(await moving().count()).toBe(0)
    expect(asked.filter((url) => url.endsWith('/moving'))).toEqual([])
  })
})
