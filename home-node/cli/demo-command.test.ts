import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fileListSchema } from '#contracts/files'
import { timelineSchema } from '#contracts/timeline'
import { type SignedIn, startVault, type Vault } from '../launch/vault.ts'

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
let vault: Vault
let admin: SignedIn

beforeAll(async () => {
  vault = await startVault()
  admin = await vault.setupAdmin()
}, 120_000)
afterAll(() => vault.stop(), 30_000)

/** Runs the command; interrupts it as soon as it says how far it is, when that is wanted. */
async function fill(files: number, isInterrupted = false) {
  const command = spawn(process.execPath, [cli, 'demo', '--files', String(files)], {
    env: { CLOUDVAULT_STATE: vault.stateDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [said, shown] = ['', '']
  command.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  command.stderr.setEncoding('utf8').on('data', (text: string) => {
    shown += text
    // Once: the second time would end it at once.
    if (isInterrupted && !command.killed) command.kill('SIGINT')
  })
  await once(command, 'exit')
  return { code: command.exitCode, said, shown }
}

async function monthsOf(): Promise<[string, number][]> {
  return timelineSchema.parse(await (await admin.fetch('/api/timeline')).json()).months
}

async function filesInMonths(): Promise<number> {
  return (await monthsOf()).reduce((sum, [, files]) => sum + files, 0)
}

it('fills a library that can be looked at, stops when it is told to, and goes on', async () => {
  const first = await fill(900, true)
  expect([first.code, first.said]).toEqual([0, expect.stringContaining('Stopped')])
  const there = await filesInMonths()
  expect(there).toBeGreaterThanOrEqual(100)
  expect(there).toBeLessThan(900)
  expect(there % 100).toBe(0)

  const second = await fill(1_030)
  expect(second.said).toContain(`${1_030 - there} files were added`)
  expect(second.said).toContain('None is a photograph')
  expect(second.shown).toMatch(/1030 of|of \d+, \d+ files\/s, 0 s left/)
  expect(await filesInMonths()).toBe(1_030)
  expect((await fill(1_030)).said).toContain('0 files were added')
}, 240_000)

it('gives each file what a picture in a library has', async () => {
  const page = await admin.fetch('/api/files?limit=200&sort=name')
  const { items } = fileListSchema.parse(await page.json())
  expect(items).toHaveLength(200)
  const some = [items[0], items[77], items[199]]
  for (const file of some) {
    for (const address of [file?.thumbUrl, file?.largeUrl]) {
      const picture = await fetch(new URL(address ?? '', vault.url))
      expect(picture.headers.get('Content-Type')).toBe('image/webp')
      expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(2_000)
    }
    const original = await admin.fetch(`/api/files/${file?.id}/download`)
    expect((await original.arrayBuffer()).byteLength).toBe(file?.sizeBytes)
  }
  const months = new Map(await monthsOf())
  const month = items[0]?.shownAt.slice(0, 7) ?? ''
  expect(months.get(month)).toBeGreaterThan(0)
  expect(items.some(({ placeName }) => placeName !== null)).toBe(true)
  expect(items.some(({ folderId }) => folderId !== null)).toBe(true)
}, 60_000)
