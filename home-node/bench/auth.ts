import { scryptSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { tokenResponseSchema } from '#contracts/auth'
import type { Measure } from '../launch/measure-report.ts'
import { startVault, type Vault } from '../launch/vault.ts'
import { startBareWorker } from './bare-worker.ts'
import { growthDuring } from './worker-memory.ts'

/** So many rounds until workerd, its D1 and this process have compiled what they run often. */
const warmUps = 800
const blocks = 10
const roundsOfBlock = 100
const logins = 50
const password = 'correct horse battery'

/**
 * What it costs to know who asks: a request with a credential beside one that needs none, and many
 * people signing in at once. The limits for guessing are lifted: they are not what is measured.
 */
export async function run(measure: Measure): Promise<void> {
  const state = await mkdtemp(join(tmpdir(), 'cloudvault-bench-'))
  await writeFile(
    join(state, 'secrets.env'),
    'RATE_LIMITS=login-account=1000/60,login-address=1000/60\n',
    { mode: 0o600 },
  )
  const vault = await startVault({ state, isHomeApart: true })
  const bare = await startBareWorker(resolve(import.meta.dirname, '../..'), state)
  try {
    await vault.stopHome()
    const { cookie } = await vault.setupAdmin('ada', password)
    const tokens = await logIn(vault)
    await measureHotPath(measure, vault, bare.url, {
      'the cookie': { Cookie: cookie },
      'an opaque token': { Authorization: `Bearer ${tokens.token}` },
      'an access token': { Authorization: `Bearer ${tokens.access_token}` },
    })
    await measureLogins(measure, vault)
  } finally {
    await bare.child.stop()
    await vault.stop()
    await rm(state, { recursive: true, force: true })
  }
}

/**
 * Requests one after the other, those of all kinds mixed, in blocks; medians are compared within the
 * block in which the bare Worker was quickest, for the rest of the machine only adds to both. How long
 * the one statement of a request takes here, in an emulated D1, that bare Worker shows.
 */
async function measureHotPath(
  measure: Measure,
  vault: Vault,
  bareUrl: string,
  credentials: Record<string, Record<string, string>>,
) {
  const agent = new Agent({ keepAlive: true, maxSockets: 2 })
  const kinds: Kind[] = [
    { name: 'nobody', url: `${vault.url}/api/nothing-here`, headers: {} },
    { name: 'bare', url: `${bareUrl}/nothing`, headers: {} },
    { name: 'bare statement', url: `${bareUrl}/statement`, headers: {} },
    ...Object.entries(credentials).map(([name, headers]) => {
      return { name, url: `${vault.url}/api/me`, headers }
    }),
  ]
  await mediansOfRounds(agent, kinds, warmUps)
  const medians: Map<string, number>[] = []
  for (let block = 0; block < blocks; block++) {
    medians.push(await mediansOfRounds(agent, kinds, roundsOfBlock))
  }
  agent.destroy()
  const quietest = medians.reduce((one, other) => {
    return bareOf(other) < bareOf(one) ? other : one
  })
  const medianOf = (name: string) => quietest.get(name) ?? Number.NaN
  const statementMs = medianOf('bare statement') - medianOf('bare')
  for (const name of Object.keys(credentials)) {
    const addedMs = medianOf(name) - medianOf('nobody')
    measure.figure({
      name: `a request with ${name}, above one of ${rounded(medianOf('nobody'))} ms without`,
      ours: addedMs,
      peer: { name: 'one D1 statement in a bare Worker', value: statementMs },
      ratio: addedMs / statementMs,
      goal: 'under 1 ms more',
      ok: addedMs < 1,
      unit: 'ms',
    })
  }
}

type Kind = { name: string; url: string; headers: Record<string, string> }

const bareOf = (medians: Map<string, number>) => medians.get('bare statement') ?? Number.NaN

/** Milliseconds of a request of each kind, the median of so many rounds. */
async function mediansOfRounds(agent: Agent, kinds: Kind[], rounds: number) {
  const times = new Map<string, number[]>(kinds.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    // Which comes after which is another matter in each round: whoever comes after another server pays.
    for (const { name, url, headers } of shuffled(kinds)) {
      times.get(name)?.push(await timeRequest(agent, url, headers))
    }
  }
  return new Map([...times].map(([name, tookMs]) => [name, median(tookMs)]))
}

function shuffled<Item>(items: Item[]): Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((one, two) => one.at - two.at)
    .map(({ item }) => item)
}

const rounded = (ms: number) => ms.toFixed(2)

function timeRequest(agent: Agent, url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const sent = request(url, { agent, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(performance.now() - start))
    })
    sent.on('error', reject)
    sent.end()
  })
}

/** 50 at once, several times over, beside the bare hash on one thread of this process. */
async function measureLogins(measure: Measure, vault: Vault) {
  let perSecond = 0
  const grownBytes = await growthDuring(vault.stateDir, async () => {
    const start = performance.now()
    for (let round = 0; round < 3; round++) {
      await Promise.all(Array.from({ length: logins }, () => logIn(vault)))
    }
    perSecond = (3 * logins) / ((performance.now() - start) / 1_000)
  })
  const start = performance.now()
  for (let hash = 0; hash < logins; hash++) {
    scryptSync(password, Buffer.alloc(16, hash), 32, { N: 2 ** 14, r: 8, p: 5 })
  }
  const bare = logins / ((performance.now() - start) / 1_000)
  measure.figure({
    name: 'logins, 50 at once',
    ours: perSecond,
    peer: { name: 'bare scrypt, one thread', value: bare },
    ratio: perSecond / bare,
    goal: 'at least 0.5',
    ok: perSecond / bare >= 0.5,
    unit: 'logins/s',
  })
  measure.figure({
    name: 'growth of workerd in 150 logins, 50 at once',
    ours: grownBytes / 1e6,
    goal: 'under 128 MB',
    ok: grownBytes < 128e6,
    unit: 'MB',
  })
}

async function logIn(vault: Vault) {
  const response = await fetch(`${vault.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: 'ada', password }),
  })
  if (response.status !== 200) throw new Error(`Signing in answered ${response.status}`)
  return tokenResponseSchema.parse(await response.json())
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
