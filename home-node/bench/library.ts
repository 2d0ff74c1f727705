import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fillDemo } from '../cli/fill-demo.ts'
import { findOperator } from '../cli/operator.ts'
import { makeSeeded } from '../faults/seeded.ts'
import { startWorkerApart } from '../faults/worker-apart.ts'
import type { Measure } from '../launch/measure-report.ts'
import { startVault, type Vault } from '../launch/vault.ts'
import { startBareWorker } from './bare-worker.ts'
import { run as measureIngest } from './ingest.ts'
import { measureLists } from './library-lists.ts'
import { measurePage } from './library-page.ts'
import { measureTusThroughput } from './tus-throughput.ts'

const account = { username: 'ada', password: 'correct horse battery' }

/**
 * A library of 100,000 pictures: how fast it is filled, asked and looked at. `--state FOLDER` keeps it
 * for the next time, `--files N` makes it smaller; words choose parts: lists page upload.
 */
export async function run(measure: Measure): Promise<void> {
  const { values, positionals } = parseArgs({
    args: measure.args,
    options: { state: { type: 'string' }, files: { type: 'string', default: '100000' } },
    allowPositionals: true,
  })
  const wants = (part: string) => positionals.length === 0 || positionals.includes(part)
  if (wants('upload')) await measureUploads(measure)
  if (positionals.length > 0 && !wants('lists') && !wants('page')) return
  const folder = await mkdtemp(join(tmpdir(), 'cloudvault-bench-'))
  const vault = await startVault({
    state: resolve(values.state ?? join(folder, 'state')),
    isHomeApart: true,
  })
  try {
    if (vault.output().includes('/setup#')) {
      await vault.setupAdmin(account.username, account.password)
    }
    await fill(measure, vault, Number(values.files))
    await vault.stopHome()
    const cookie = await signIn(vault)
    if (wants('lists')) {
      const bare = await startBareWorker(resolve(import.meta.dirname, '../..'), folder)
      try {
        await measureLists(measure, { vault, cookie, bareUrl: bare.url })
      } finally {
        await bare.child.stop()
      }
    }
    if (wants('page')) await measurePage(measure, vault.url, account)
  } finally {
    await vault.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Into a vault of their own: many files beside curl, and one large one by tus beside a bare put. */
async function measureUploads(measure: Measure) {
  await measureIngest({ ...measure, args: ['upload'] })
  const worker = await startWorkerApart()
  try {
    await measureTusThroughput(measure, worker, makeSeeded(1), 192 * 1_048_576)
  } finally {
    await worker.stop()
  }
}

async function fill(measure: Measure, vault: Vault, files: number) {
  const operator = await findOperator({ stateDir: join(vault.stateDir, 'home-node'), env: {} })
  const start = performance.now()
  const written = await fillDemo(operator, { files })
  // What is left of an earlier filling says nothing of how fast one is.
  if (written < 1_000) return
  const perSecond = written / ((performance.now() - start) / 1_000)
  measure.figure({
    name: `a library filled with ${written} generated pictures`,
    ours: perSecond,
    goal: 'at least 170',
    ok: perSecond >= 170,
    unit: 'files/s',
  })
}

async function signIn(vault: Vault): Promise<string> {
  const response = await fetch(`${vault.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: vault.url },
    body: JSON.stringify(account),
  })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
  if (!response.ok || cookie === undefined) {
    throw new Error(`Signing in answered ${response.status}: is the state one of this benchmark?`)
  }
  return cookie
}
