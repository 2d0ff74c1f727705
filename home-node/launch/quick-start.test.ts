import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aFolder } from '../testing.ts'
import { startVault, type Vault } from './vault.ts'

const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)
const password = 'correct horse battery'
const picture = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')
/** How each kind of block is run. A machine without Python proves the others. */
const programs: Record<string, string[]> = {
  sh: ['bash', '-eu', 'start.sh'],
  js: [process.execPath, 'start.mjs'],
  py: ['python3', 'start.py'],
  ts: [process.execPath, 'start.ts'],
}

let vault: Vault
beforeAll(async () => {
  vault = await startVault({ isWorkerAlone: true })
  await vault.setupAdmin('ada', password)
}, 120_000)
afterAll(() => vault.stop())

test('every quick start does what it says', async () => {
  const text = await readFile(join(root, 'web/docs/quick-start.md'), 'utf8')
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
  expect(blocks.map(([, language]) => language)).toEqual(Object.keys(programs))
  for (const [, language = '', code = ''] of blocks) {
    const [program = '', ...args] = programs[language] ?? []
    if (program === 'python3' && !(await run(program, ['--version']).catch(() => null))) continue
    const folder = await aFolder()
    // As `npm install ../cloudvault` does it.
    await mkdir(join(folder, 'node_modules'))
    await symlink(root, join(folder, 'node_modules/cloudvault'))
    await writeFile(join(folder, 'package.json'), '{"type":"module"}')
    await writeFile(join(folder, 'beach.jpg'), picture)
    await writeFile(
      join(folder, args.at(-1) ?? ''),
      code.replace('https://vault.example', vault.url),
    )
    const env = { ...process.env, VAULT_USER: 'ada', VAULT_PASSWORD: password }
    const { stdout } = await run(program, args, { cwd: folder, env })
    expect(stdout, language).toContain('beach.jpg')
    if (language !== 'ts')
      expect(await readFile(join(folder, 'copy.jpg')), language).toEqual(picture)
  }
}, 60_000)
