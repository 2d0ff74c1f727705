import type { JobName } from '#contracts/jobs'
import type { Operations } from '#contracts/operations'
import { formatBytes } from '../ui/format.ts'

type Meter = Operations['meters'][number]
type Job = Operations['jobs'][number]

const jobWords: Record<JobName, string> = {
  'ingest-file': 'Previews',
  'index-file': 'Looking at pictures',
  'render-edit': 'Edits',
  'caption-file': 'Captions',
  'make-transform': 'Changed pictures',
  'find-faces': 'Faces',
  'verify-original': 'Reading originals back',
}

/** What a job does, for people. */
export function jobName(name: JobName): string {
  return jobWords[name]
}

const stateWords: Record<Job['state'], string> = {
  queued: 'waiting',
  running: 'at work',
  waiting_home: 'waiting for the home node',
  failed: 'failed',
}

/** `12 waiting`; counting stopped at 1,000. */
export function jobCount({ count, state }: Pick<Job, 'count' | 'state'>): string {
  return `${count >= 1_000 ? '1,000 or more' : count} ${stateWords[state]}`
}

const meterWords: Record<Meter['name'], string> = {
  requests: 'Requests to the Worker',
  'r2-class-a': 'Writes to R2 (class A)',
  'r2-class-b': 'Reads from R2 (class B)',
  'edge-calls': 'Calls of Workers AI',
  'edge-transforms': 'Pictures made by Cloudflare',
  'storage-bytes': 'Kept in all spaces',
  'vector-dimensions': 'Dimensions of vectors',
}

/** What is metered, for people. */
export function meterName(name: Meter['name']): string {
  return meterWords[name]
}

const perWords = { day: 'today', month: 'this month', always: '' }

/** `1,204 of 100,000 today`. */
export function meterUse({ name, used, limit, per }: Meter): string {
  const amount = (value: number) =>
    name === 'storage-bytes' ? formatBytes(value) : value.toLocaleString('en')
  const of = limit === null ? amount(used) : `${amount(used)} of ${amount(limit)}`
  return `${of} ${perWords[per]}`.trim()
}

/** `≤ 50 ms`, `≤ 1.5 s`: the bound of a class; null when it took longer than the last. */
export function boundWords(ms: number | null): string {
  if (ms === null) return '> 10 s'
  return ms < 1_000 ? `≤ ${ms} ms` : `≤ ${ms / 1_000} s`
}
