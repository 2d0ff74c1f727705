import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileListSchema } from '#contracts/files'
import { shareViewSchema } from '#contracts/shares'
import type { Measure } from '../launch/measure-report.ts'
import { type SignedIn, startVault, type Vault } from '../launch/vault.ts'
import { busyPicture } from '../transforms/busy-picture.ts'
import { startBareWorker } from './bare-worker.ts'
import { growthDuring } from './worker-memory.ts'

/** So many until workerd and this process have compiled what they run often. */
const warmUps = 800
const rounds = 1_000
const fileBytes = 4_000_000

/**
 * `npm run bench -- shares [FILES]`: a link's page and picture out of the cache beside a bare Worker that
 * answers the same bytes out of it, and a zip of 200 files (or FILES) beside copying them.
 */
export async function run(measure: Measure): Promise<void> {
  const state = await mkdtemp(join(tmpdir(), 'cloudvault-bench-'))
  const vault = await startVault({ state })
  const bare = await startBareWorker(resolve(import.meta.dirname, '../..'), state)
  try {
    const admin = await vault.setupAdmin()
    await measureVisits(measure, vault, admin, bare.url)
    await measureZip(measure, vault, admin, join(state, 'copied'), Number(measure.args[0] ?? 200))
  } finally {
    await bare.child.stop()
    await vault.stop()
    await rm(state, { recursive: true, force: true })
  }
}

async function measureVisits(measure: Measure, vault: Vault, admin: SignedIn, bareUrl: string) {
  await upload(admin, 'busy.png', await busyPicture(1_600, 1_200))
  const fileIds = [await readyFile(admin)]
  const slug = await makeLink(admin, { of: { kind: 'files', fileIds } })
  const html = await (await fetch(`${vault.url}/s/${slug}`)).text()
  const picture = /"(\/s\/p\/[^"]+\/1600)"/.exec(html)?.[1] ?? ''
  for (const [name, path] of [
    ['page', `/s/${slug}`],
    ['picture', picture],
  ] as const) {
    const bytes = await (await fetch(vault.url + path)).arrayBuffer()
    await fetch(`${bareUrl}/cached/${name}`, { method: 'PUT', body: bytes })
    const agent = new Agent({ keepAlive: true, maxSockets: 2 })
    const [ours, theirs]: [number[], number[]] = [[], []]
    for (let round = 0; round < warmUps + rounds; round++) {
      const our = await firstByteMs(agent, vault.url + path)
      const their = await firstByteMs(agent, `${bareUrl}/cached/${name}`)
      if (round < warmUps) continue
      ours.push(our)
      theirs.push(their)
    }
    agent.destroy()
    const p50 = [at(ours, 0.5), at(theirs, 0.5)] as const
    const p99 = [at(ours, 0.99), at(theirs, 0.99)] as const
    measure.figure({
      ...{ name: `cached ${name}, first byte, p50`, ours: p50[0], unit: 'ms' },
      ...{ peer: { name: 'bare Worker', value: p50[1] }, ratio: p50[0] / p50[1] },
      ...{ goal: 'within 5 ms', ok: p50[0] - p50[1] < 5 },
    })
    measure.figure({
      ...{ name: `cached ${name}, first byte, p99`, ours: p99[0], unit: 'ms' },
      ...{ peer: { name: 'bare Worker', value: p99[1] }, ratio: p99[0] / p99[1] },
      ...{ goal: 'under 2 times', ok: p99[0] < 2 * p99[1] },
    })
  }
}

async function measureZip(
  measure: Measure,
  vault: Vault,
  admin: SignedIn,
  folder: string,
  count: number,
) {
  await mkdir(folder)
  const fileIds: string[] = []
  for (let index = 0; index < count; index++) {
    const bytes = randomBytes(fileBytes)
    await writeFile(join(folder, `${index}.bin`), bytes)
    fileIds.push(await upload(admin, `${index}.bin`, bytes))
  }
  const policy = { downloads: 'originals', allowsZip: true }
  const slug = await makeLink(admin, { of: { kind: 'files', fileIds }, ...policy })
  const html = await (await fetch(`${vault.url}/s/${slug}`)).text()
  const zip = /"(\/s\/p\/[^"]+\/zip)"/.exec(html)?.[1] ?? ''
  let zipMs = 0
  const grownBytes = await growthDuring(vault.stateDir, async () => {
    const start = performance.now()
    const response = await fetch(vault.url + zip)
    for await (const _ of response.body ?? []);
    zipMs = performance.now() - start
  })
  const start = performance.now()
  for (let index = 0; index < count; index++) {
    await copyFile(join(folder, `${index}.bin`), join(folder, 'copy.bin'))
  }
  const copyMs = performance.now() - start
  const speed = (ms: number) => (count * fileBytes) / 1_000 / ms
  measure.figure({
    ...{ name: `zip of ${count} files of 4 MB`, ours: speed(zipMs), unit: 'MB/s' },
    ...{ peer: { name: 'copying them', value: speed(copyMs) }, ratio: copyMs / zipMs },
    ...{ goal: 'over 50 MB/s', ok: speed(zipMs) > 50 },
  })
  measure.figure({
    ...{ name: 'growth of workerd meanwhile', ours: grownBytes / 1e6, unit: 'MB' },
    ...{ goal: 'under 128 MB', ok: grownBytes < 128e6 },
  })
}

async function upload(admin: SignedIn, name: string, bytes: Uint8Array): Promise<string> {
  const response = await admin.fetch(`/api/files/upload?name=${name}`, {
    method: 'POST',
    headers: { 'Content-Length': `${bytes.length}` },
    body: new Uint8Array(bytes),
  })
  const { file } = (await response.json()) as { file: { id: string } }
  return file.id
}

async function readyFile(admin: SignedIn): Promise<string> {
  for (;;) {
    const answer = await admin.fetch('/api/files')
    const [file] = fileListSchema.parse(await answer.json()).items
    if (file?.preview === 'ready') return file.id
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function makeLink(admin: SignedIn, body: object): Promise<string> {
  const response = await admin.fetch('/api/shares', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  return shareViewSchema.parse(await response.json()).slug
}

function firstByteMs(agent: Agent, url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const sent = request(url, { agent }, (response) => {
      const tookMs = performance.now() - start
      response.resume()
      response.on('end', () => resolve(tookMs))
    })
    sent.on('error', reject)
    sent.end()
  })
}

function at(values: number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length * part)] ?? Number.NaN
}
