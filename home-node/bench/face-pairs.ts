import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface FacePair {
  a: string
  b: string
  same: boolean
}

/** The labelled pairs of a folder (`pairs.csv`: a,b,same with 1 or 0), or null where it has none. */
export async function readPairs(folder: string): Promise<FacePair[] | null> {
  const path = join(folder, 'pairs.csv')
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  if (!isThere) return null
  const [, ...rows] = (await readFile(path, 'utf8')).trim().split(/\r?\n/)
  return rows.map((row) => {
    const [a, b, same] = row.split(',').map((value) => value.trim())
    if (!a || !b || (same !== '0' && same !== '1')) throw new Error(`This is no pair: ${row}`)
    return { a, b, same: same === '1' }
  })
}

export interface Judged {
  same: boolean
  distance: number
}

/** The share of (same, different) pairs of which the same one is nearer: the area under the ROC. */
export function areaUnderCurve(judged: Judged[]): number {
  const same = judged.filter((pair) => pair.same)
  const different = judged.filter((pair) => !pair.same)
  let won = 0
  for (const one of same) {
    for (const other of different) {
      if (one.distance < other.distance) won += 1
      else if (one.distance === other.distance) won += 0.5
    }
  }
  return won / (same.length * different.length)
}

/** Between which distances the fewest pairs are judged wrongly, and how many those are. */
export function bestThreshold(judged: Judged[]): { from: number; to: number; wrong: number } {
  const sorted = [...judged].sort((one, other) => one.distance - other.distance)
  let wrong = sorted.filter((pair) => pair.same).length
  let best = { from: 0, to: sorted[0]?.distance ?? 0, wrong }
  for (const [at, pair] of sorted.entries()) {
    wrong += pair.same ? -1 : 1
    if (wrong < best.wrong) {
      best = { from: pair.distance, to: sorted[at + 1]?.distance ?? 2, wrong }
    }
  }
  return best
}

export function confusionAt(judged: Judged[], threshold: number) {
  const count = (same: boolean, near: boolean) =>
    judged.filter((pair) => pair.same === same && pair.distance < threshold === near).length
  return {
    found: count(true, true),
    missed: count(true, false),
    mistaken: count(false, true),
    apart: count(false, false),
  }
}
