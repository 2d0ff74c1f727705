import type { Measure } from '../launch/measure-report.ts'
import { startVault } from '../launch/vault.ts'
import { reportTraffic, sampleMemory } from './load.ts'
import { mixedTraffic } from './mixed-traffic.ts'

/** `npm run bench -- soak [MINUTES]`: 20 connections for half an hour, and by how much memory grows. */
export async function run(measure: Measure): Promise<void> {
  const seconds = Number(measure.args[0] ?? 30) * 60
  const vault = await startVault()
  try {
    const user = await vault.setupAdmin()
    await mixedTraffic(vault, user, { connections: 20, untilMs: Date.now() + 10_000 })
    const memory = sampleMemory(vault)
    const untilMs = Date.now() + seconds * 1_000
    reportTraffic(measure, await mixedTraffic(vault, user, { connections: 20, untilMs }), seconds)
    const perHour = (memory.stop() * 60) / 1e6
    measure.figure({
      ...{ name: 'memory of workerd', ours: perHour, unit: 'MB/h' },
      ...{ goal: 'at most 60', ok: perHour <= 60 },
    })
  } finally {
    await vault.stop()
  }
}
