import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Measure } from '../launch/measure-report.ts'
import { say } from '../launch/say.ts'
import { startVault, type Vault } from '../launch/vault.ts'
import { mixedTraffic, type Traffic } from './mixed-traffic.ts'
import { workerdRss } from './worker-memory.ts'

const connections = 200
const warmUpMs = 5_000

/**
 * `npm run bench -- load [SECONDS]`: what pages ask for, over 200 connections at once for a minute; then
 * 1,000 connections that are open while the vault is asked. No answer may fail, and memory may not grow.
 */
export async function run(measure: Measure): Promise<void> {
  const seconds = Number(measure.args[0] ?? 60)
  const vault = await startVault({ isWorkerAlone: true })
  try {
    const user = await vault.setupAdmin()
    await mixedTraffic(vault, user, { connections, untilMs: Date.now() + warmUpMs })
    const memory = sampleMemory(vault)
    const traffic = await mixedTraffic(vault, user, {
      connections,
      untilMs: Date.now() + seconds * 1_000,
    })
    reportTraffic(measure, traffic, seconds)
    const slope = memory.stop()
    measure.figure({
      ...{ name: 'memory of workerd', ours: slope / 1e6, unit: 'MB/min' },
      ...{ goal: 'at most 50', ok: slope <= 50e6 },
    })
    await manyOpen(measure, vault, 1_000)
  } finally {
    await vault.stop()
  }
}

/** Failures, answers a second, and the slowest hundredth of what each was asked. */
export function reportTraffic(measure: Measure, traffic: Traffic, seconds: number): void {
  const { requests, failures, timesMs } = traffic
  const rate = requests / seconds
  measure.figure({ name: 'answers', ours: rate, unit: '/s', goal: 'reported', ok: requests > 0 })
  measure.figure({
    ...{ name: 'answers that failed', ours: failures, unit: `of ${requests}` },
    ...{ goal: 'none', ok: failures === 0 },
  })
  for (const [status, count] of traffic.statuses) say(`${count} answers of ${status}`)
  for (const [name, times] of timesMs) {
    times.sort((one, other) => one - other)
    const at = (part: number) => Math.round(times[Math.floor(times.length * part)] ?? 0)
    say(`${name}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms (${times.length})`)
  }
}

/** Samples resident memory each second; `stop` answers its slope in bytes a minute (least squares). */
export function sampleMemory(vault: Vault): { stop(): number } {
  const samples: [seconds: number, bytes: number][] = []
  const startedAt = Date.now()
  const timer = setInterval(() => {
    void workerdRss(vault.stateDir).then((bytes) => {
      samples.push([(Date.now() - startedAt) / 1_000, bytes])
    })
  }, 1_000)
  return {
    stop() {
      clearInterval(timer)
      return slopeOf(samples) * 60
    },
  }
}

function slopeOf(samples: [number, number][]): number {
  if (samples.length < 2) return 0
  const mean = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length
  const [x, y] = [mean(samples.map(([at]) => at)), mean(samples.map(([, bytes]) => bytes))]
  const over = samples.reduce((sum, [at, bytes]) => sum + (at - x) * (bytes - y), 0)
  return over / samples.reduce((sum, [at]) => sum + (at - x) ** 2, 0)
}

async function manyOpen(measure: Measure, vault: Vault, count: number): Promise<void> {
  const { hostname, port } = new URL(vault.url)
  const sockets: Socket[] = []
  let broken = 0
  for (let index = 0; index < count; index++) {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => broken++)
    sockets.push(socket)
  }
  await sleep(1_000)
  const answer = await fetch(`${vault.url}/healthz`, { signal: AbortSignal.timeout(10_000) })
  measure.figure({
    ...{ name: 'answers beside open connections', ours: count - broken, unit: 'open' },
    ...{ goal: 'all open, and the vault answers', ok: broken === 0 && answer.ok },
  })
  for (const socket of sockets) socket.destroy()
}
