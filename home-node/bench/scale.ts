import { makeSeeded, type Seeded } from '../faults/seeded.ts'
import type { Measure } from '../launch/measure-report.ts'
import { say } from '../launch/say.ts'

/** Rows and indexes of a file in D1, measured on the demo library of 100,000. */
const bytesPerFile = 4_000
/** Of 10 GB that a database may have: the rest is room to move a space out. */
const shardBytes = 7_000_000_000
const vectorsPerPart = 100_000

/**
 * `npm run bench -- scale [USERS] [SHARDS]`: users whose libraries are as unequal as libraries are, on
 * shards by a hash of their space; says how full the fullest shard is and what breaks first. Arithmetic
 * with a seed, not a run of the vault: see worker/design/scale.md.
 */
export async function run(measure: Measure): Promise<void> {
  const users = Number(measure.args[0] ?? 1_000_000)
  const random = makeSeeded(20_261_122)
  const libraries = Array.from({ length: users }, () => filesOf(random))
  const files = libraries.reduce((sum, each) => sum + each, 0)
  const shards = Number(measure.args[1] ?? Math.ceil((files * bytesPerFile) / shardBytes))
  const load = new Float64Array(shards)
  for (const library of libraries) {
    const shard = random.between(0, shards - 1)
    load[shard] = (load[shard] ?? 0) + library
  }
  const sorted = libraries.toSorted((one, other) => other - one)
  const hottest = Math.max(...load)
  const mean = files / shards
  const largest = sorted[0] ?? 0
  const top = sorted.slice(0, Math.ceil(users / 100)).reduce((sum, each) => sum + each, 0)
  say(`${users} users, ${files} files; the first hundredth of users has ${percent(top / files)}`)
  say(`largest library ${largest} files: ${Math.ceil(largest / vectorsPerPart)} parts of vectors`)
  measure.figure({
    ...{ name: 'hottest shard to the mean', ours: hottest / mean, unit: 'times' },
    ...{ goal: 'at most 1.4: a shard is filled to 7 of 10 GB', ok: hottest / mean <= 1.4 },
  })
  measure.figure({
    ...{ name: 'hottest shard', ours: (hottest * bytesPerFile) / 1e9, unit: 'GB' },
    ...{ goal: 'below 10', ok: hottest * bytesPerFile < 10e9 },
  })
  measure.figure({
    ...{ name: 'shards', ours: shards, unit: 'databases' },
    ...{ goal: 'at most 50,000, what an account may have', ok: shards <= 50_000 },
  })
  measure.figure({
    ...{
      name: 'largest library in one database',
      ours: (largest * bytesPerFile) / 1e9,
      unit: 'GB',
    },
    ...{ goal: 'below 10', ok: largest * bytesPerFile < 10e9 },
  })
}

/** Log-normal: half of all users have up to 400 files, few have a hundred thousand; two million at most. */
function filesOf(random: Seeded): number {
  const angle = Math.cos(2 * Math.PI * random.next())
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * angle
  return Math.min(2_000_000, Math.round(400 * Math.exp(1.35 * normal)))
}

function percent(part: number): string {
  return `${Math.round(part * 100)} % of all files`
}
