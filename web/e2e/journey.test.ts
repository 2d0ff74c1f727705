import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileListSchema } from '#contracts/files'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'
import { anEmptyFile, liars, oneOfEachKind, type Sample } from './pictures.ts'

const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

// One person's way through the vault, in order: each step stands on the one before.
describe('a newcomer with one command and a browser', () => {
  let vault: Vault
  let browser: Browser
  let page: Page
  let samples: Sample[]
  const complaints: string[] = []

  beforeAll(async () => {
    samples = await oneOfEachKind()
    ;[vault, browser] = await Promise.all([startVault({ isHomeApart: true }), openBrowser()])
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('dialog', (dialog) => {
      complaints.push(`a dialog opened: ${dialog.message()}`)
      void dialog.dismiss()
    })
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  const tile = (name: string) => page.locator(`.tile[aria-label="${name}"]`)
  const choose = (files: Sample[]) =>
    page.setInputFiles(
      'input[type=file]',
      files.map(({ name, mimeType, bytes }) => ({ name, mimeType, buffer: bytes })),
    )
  const libraryOf = async () => {
    const response = await page.request.get(`${vault.url}/api/files?limit=200`)
    return fileListSchema.parse(await response.json()).items
  }

  it('opens the printed link, makes the admin account and lands in an empty library', async () => {
    const link = /http:\S+\/setup#\S+/.exec(vault.output())?.[0] ?? ''
    await page.goto(link)
    await page.fill('input[name=username]', 'ada')
    await page.fill('input[name=password]', 'correct horse battery')
    await page.click('button[type=submit]')
    await page.getByText('Drop your first pictures here').waitFor()
  })

  it('uploads a picture of each kind, sees progress, and thumbnails appear by themselves', async () => {
    await choose(samples)
    await page.locator('.upload-panel [role=progressbar]').first().waitFor()
    await page.getByText('6 files are in the vault').waitFor()
    for (const { name } of samples) await tile(name).locator('.tile-picture.is-loaded').waitFor()
    await page.locator('.upload-panel').getByLabel('Close').click()
  })

  it('opens one: large, with what is known of it and the proof of each copy', async () => {
    await tile('taken.jpg').click()
    await page.locator('.viewer-picture img.is-loaded').waitFor()
    const details = page.locator('.viewer-details')
    for (const text of ['taken.jpg', '900 × 600', 'Pentax K-1', '31 May 2024', '3 of 3 verified']) {
      await details.getByText(text, { exact: false }).first().waitFor()
    }
    const places = await details.locator('.ledger-place').allTextContents()
    expect(places).toEqual(['R2', '1tb', '8tb'])
    expect(await details.locator('.ledger-mark-proof').count()).toBe(3)
  })

  it('downloads the original: the same bytes, its own name, and any part of it', async () => {
    const [sample] = samples
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.viewer-actions a').click(),
    ])
    expect(download.suggestedFilename()).toBe('taken.jpg')
    expect(await readFile(await download.path())).toEqual(sample?.bytes)

    const file = (await libraryOf()).find((candidate) => candidate.name === 'taken.jpg')
    const part = await page.request.get(`${vault.url}/api/files/${file?.id}/download`, {
      headers: { Range: 'bytes=100-199' },
    })
    expect(part.status()).toBe(206)
    expect(part.headers()['content-range']).toBe(`bytes 100-199/${sample?.bytes.length}`)
    expect(await part.body()).toEqual(sample?.bytes.subarray(100, 200))
  })

  it('has every original on both disks, each under the hash of its bytes', async () => {
    for (const disk of ['1tb', '8tb']) {
      const found = await originalsOn(join(vault.stateDir, 'disks', disk))
      expect(found.toSorted()).toEqual(samples.map((sample) => sample.sha256).toSorted())
    }
  })

  it('reads the same in the terminal', async () => {
    const { stdout } = await run(process.execPath, ['home-node/cli.ts', 'status'], {
      cwd: root,
      env: { ...process.env, CLOUDVAULT_STATE: join(vault.stateDir, 'home-node') },
    })
    for (const place of ['R2', '1tb', '8tb']) {
      expect(stdout).toMatch(new RegExp(`^${place}\\s+ok\\s+6\\s+0\\b`, 'm'))
    }
    expect(stdout).toContain('taken.jpg')
  })

  it('moves a picture to trash, takes it back at once, and again from the trash page', async () => {
    await page.keyboard.press('Delete')
    await page.getByText('“taken.jpg” is in the trash.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('“taken.jpg” is back in the library.').waitFor()
    await page.keyboard.press('Escape')
    await tile('drawn.png').click()
    await page.locator('.ledger-row').first().waitFor()
    await page.keyboard.press('Delete')
    await page.keyboard.press('Escape')
    await tile('drawn.png').waitFor({ state: 'detached' })
    await page.click('nav a[href="/trash"]')
    await tile('drawn.png').click()
    await page.locator('.viewer-actions').getByText('Restore').click()
    await page.click('nav a[href="/"]')
    await tile('drawn.png').waitFor()
    await tile('taken.jpg').waitFor()
  })

  it('keeps files that lie about what they are, shows them as files, and runs none of them', async () => {
    await choose([...liars(), anEmptyFile()])
    await page.getByText('1 of 7 could not be uploaded').waitFor()
    await page.locator('.upload-row.is-failed').getByText('The file is empty.').waitFor()
    for (const name of ['words.jpg', 'drawing.svg', 'cat.jpg', 'photogpj.exe']) {
      await tile(name).locator('.tile-note').waitFor()
    }
    const kept = (await libraryOf()).filter((file) => file.kind === 'other')
    expect(kept).toHaveLength(liars().length)
    for (const file of kept) {
      const response = await page.request.get(`${vault.url}/api/files/${file.id}/download`)
      expect(response.headers()['content-type']).toBe('application/octet-stream')
      expect(response.headers()['content-disposition']).toMatch(/^attachment;/)
    }
    expect(await page.title()).not.toBe('it ran')
    await page.locator('.upload-panel').getByLabel('Close').click()
  })

  it('goes on without the home node, says what waits for it, and completes when it is back', async () => {
    await vault.stopHome()
    await page.locator('.rail').getByText('Home node away').waitFor()
    const [late] = await oneOfEachKind()
    if (!late) throw new Error('no picture to upload')
    // Bytes behind the end of a JPEG change its hash, not its picture.
    const bytes = Buffer.concat([late.bytes, Buffer.from('late')])
    await choose([{ ...late, name: 'late.jpg', bytes }])
    await tile('late.jpg').getByText('Waiting for the home node').waitFor()
    await page.locator('.upload-panel').getByLabel('Close').click()
    await tile('late.jpg').click()
    await page.locator('.ledger').getByText('1 of 3 verified').waitFor()
    await page.keyboard.press('Escape')

    await vault.startHome()
    await tile('late.jpg').locator('.tile-picture.is-loaded').waitFor({ timeout: 60_000 })
    await tile('late.jpg').click()
    await page.locator('.ledger').getByText('3 of 3 verified').waitFor({ timeout: 60_000 })
    await page.keyboard.press('Escape')
  })

  it('never had an error in the page', () => {
    expect(complaints).toEqual([])
  })
})

/** The hashes of the originals on a disk, each taken from the bytes and equal to the file's name. */
async function originalsOn(disk: string): Promise<string[]> {
  const entries = await readdir(join(disk, 'objects'), { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return await Promise.all(
    paths.map(async (path) => {
      const sha256 = createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
      expect(sha256).toBe(basename(path))
      return sha256
    }),
  )
}
