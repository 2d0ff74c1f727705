import { latencyBoundsMs, type MeterName } from '#contracts/operations'

/** How often what an isolate has counted is written down. */
const flushMs = 20_000

export interface CountedRequests {
  /** `GET /api/files/:id`. */
  route: string
  /** The first digit of the status. */
  kind: number
  /** The class of `latencyBoundsMs`; its length for what took longer than the last. */
  bucket: number
  count: number
}

export interface CountedMeter {
  name: MeterName
  amount: number
}

export interface Counted {
  requests: CountedRequests[]
  meters: CountedMeter[]
}

// What this isolate counted and nobody wrote down yet: as many entries as there are routes.
const requests = new Map<string, CountedRequests>()
const meters = new Map<MeterName, number>()
let flushedAt = 0

/** Counts an answer in memory. */
export function countRequest(route: string, status: number, durationMs: number): void {
  const kind = Math.floor(status / 100)
  const bucket = bucketOf(durationMs)
  const key = `${route} ${kind} ${bucket}`
  const known = requests.get(key)
  if (known) known.count += 1
  else requests.set(key, { route, kind, bucket, count: 1 })
  countMeter('requests')
}

/** Counts what is paid for or limited, in memory. */
export function countMeter(name: MeterName, amount = 1): void {
  meters.set(name, (meters.get(name) ?? 0) + amount)
}

/** The class of a duration: the first whose bound it does not pass. */
export function bucketOf(durationMs: number): number {
  const index = latencyBoundsMs.findIndex((bound) => durationMs <= bound)
  return index === -1 ? latencyBoundsMs.length : index
}

/** Whether what was counted is to be written down now; says so once in 20 seconds. */
export function isDue(now: number): boolean {
  if (now - flushedAt < flushMs) return false
  flushedAt = now
  return true
}

/** What was counted since, which is forgotten here: with its isolate some seconds of it are lost. */
export function takeCounted(): Counted {
  const counted = {
    requests: [...requests.values()],
    meters: [...meters].map(([name, amount]) => ({ name, amount })),
  }
  requests.clear()
  meters.clear()
  return counted
}
