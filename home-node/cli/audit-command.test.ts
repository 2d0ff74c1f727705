import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv, promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startVault, type Vault } from '../launch/vault.ts'
import { aFolder } from '../testing.ts'

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
let vault: Vault

beforeAll(async () => {
  vault = await startVault()
  await vault.setupAdmin()
}, 120_000)
afterAll(() => vault.stop(), 30_000)

async function cloudvault(...args: string[]) {
  const env = { CLOUDVAULT_STATE: vault.stateDir }
  const done = promisify(execFile)(process.execPath, [cli, ...args], { env })
  return await done.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
}

it('audit verify finds the running vault’s audit whole, and a changed export of it broken', async () => {
  await cloudvault('invite')
  await cloudvault('quota', 'ada', '7GB')
  const { code, stdout } = await cloudvault('audit', 'verify')
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^vault +\d+ .* whole$/m)])

  const secrets = await readFile(join(vault.stateDir, 'secrets.env'), 'utf8')
  const exported = await fetch(`${vault.url}/api/admin/audit/export`, {
    headers: { Authorization: `Bearer opr_${parseEnv(secrets).OPERATOR_TOKEN}` },
  })
  const text = await exported.text()
  const path = join(await aFolder(), 'audit.jsonl')
  await writeFile(path, text)
  expect(await cloudvault('audit', 'verify', '--file', path)).toMatchObject({ code: 0 })
  expect(text).toContain(':7000000000')
  await writeFile(path, text.replace(':7000000000', ':7000000001'))
  const changed = await cloudvault('audit', 'verify', '--file', path)
  expect(changed.code).toBe(1)
  expect(changed.stderr).toMatch(/The audit is broken: vault, entry \d+: the entry was changed\./)
})

it('audit explains itself, and says in one sentence that a file is not there', async () => {
  expect((await cloudvault('audit')).stderr).toContain('audit verify [--file EXPORT.jsonl]')
  const missing = await cloudvault('audit', 'verify', '--file', '/nowhere/at/all.jsonl')
  expect(missing).toMatchObject({ code: 1, stderr: '/nowhere/at/all.jsonl cannot be read.\n' })
})
